"""The kinds of tags, one row each: whatever shows, searches or counts tags goes over this table.

A new kind is a member of `TagKind`, a row here and a finder with its words under ``data/``.
Documents, both search engines, parameters, answers, exports, feeds, MCP and the site follow.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from indexer.normalise.spans import TagFinding, TagKind
from indexer.normalise.tags.actors import actor_aliases, actor_tags, actors
from indexer.normalise.tags.countries import country_tags, find_names
from indexer.normalise.tags.domains import domains, find_domains
from indexer.normalise.tags.gazetteer import aliases, countries
from indexer.normalise.tags.groups import find_groups, groups
from indexer.normalise.tags.mentions import Mention, Names


@dataclass(frozen=True)
class ItemText:
    """The words of one item, and what several finders read from them.

    Attributes:
        headline, text: the item's two texts.
        issue_date: date of its issue.
    """

    headline: str
    text: str
    issue_date: date

    @cached_property
    def names(self) -> Names:
        """Every place where a state or an actor is named."""
        return find_names(self.headline, self.text, self.issue_date)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Every place where a state is named."""
        return self.names.states


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of tag.

    Attributes:
        id: its name in filters, in the search box and in the store.
        plural: name of the list of its values in documents, answers and addresses.
        title: one value of it, for people.
        values: what its values are, for descriptions.
        examples: a few values, for descriptions.
        labels: the display name of every value, by value.
        aliases: other spellings, and the value that each stands for.
        definition: what a value covers; None where its name says it all.
        find: the tags of an item, the most important first.
        facet: whether hits are counted by it.
        topical: whether its labels are searched as text and its values make events alike. Not those
            of actors: their names stand in the text, and each is one of thousands.
        place: where the site shows it; the lowest comes first.
    """

    id: TagKind
    plural: str
    title: str
    values: str
    examples: tuple[str, ...]
    labels: Callable[[], Mapping[str, str]]
    find: Callable[[ItemText], Iterable[TagFinding]]
    aliases: Callable[[], Mapping[str, str]] = dict
    definition: Callable[[str], str | None] = lambda _: None
    facet: bool = True
    topical: bool = True
    place: int = 100

    @property
    def heading(self) -> str:
        """Its values, for people."""
        return self.plural[:1].upper() + self.plural[1:]

    def label(self, value: str) -> str:
        """Display name of one value; the value itself where the vocabulary does not hold it."""
        return self.labels().get(value, value)


@cache
def _country_names() -> Mapping[str, str]:
    return {code: country.name for code, country in countries().items()}


@cache
def _domain_names() -> Mapping[str, str]:
    return {domain_id: domain.name for domain_id, domain in domains().items()}


@cache
def _group_names() -> Mapping[str, str]:
    return {group_id: group.name for group_id, group in groups().items()}


@cache
def _actor_names() -> Mapping[str, str]:
    return {actor_id: actor.name for actor_id, actor in actors().items()}


_ROWS = (
    Kind(
        TagKind.COUNTRY,
        plural="countries",
        title="Country",
        values="ISO 3166-1 alpha-2 codes",
        examples=("JP", "PH", "CN"),
        labels=_country_names,
        aliases=aliases,
        find=lambda item: country_tags(item.mentions),
        place=2,
    ),
    Kind(
        TagKind.DOMAIN,
        plural="domains",
        title="Domain",
        values="subjects",
        examples=("space", "defense", "economy"),
        labels=_domain_names,
        definition=lambda value: domains()[value].definition,
        find=lambda item: find_domains(item.headline, item.text),
        place=1,
    ),
    Kind(
        TagKind.GROUP,
        plural="groups",
        title="Group",
        values="groupings of states",
        examples=("quad", "g7", "nato"),
        labels=_group_names,
        definition=lambda value: groups()[value].long_name,
        find=lambda item: find_groups(item.headline, item.text, item.mentions, item.issue_date),
        place=3,
    ),
    Kind(
        TagKind.ACTOR,
        plural="actors",
        title="Actor",
        values="people in office, institutions, forces, companies, programmes and exercises",
        examples=("fumio-kishida", "jaxa", "balikatan"),
        labels=_actor_names,
        aliases=actor_aliases,
        definition=lambda value: actors()[value].description,
        find=lambda item: actor_tags(item.names.actors),
        topical=False,
        place=4,
    ),
)

KINDS: Mapping[str, Kind] = {row.id: row for row in _ROWS}


def shown() -> tuple[Kind, ...]:
    """The kinds in the order in which the site shows them."""
    return tuple(sorted(KINDS.values(), key=lambda kind: kind.place))


def find_tags(item: ItemText) -> tuple[TagFinding, ...]:
    """Every tag that an item earns, kind by kind."""
    return tuple(finding for kind in KINDS.values() for finding in kind.find(item))
