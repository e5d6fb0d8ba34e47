"""Completions of what is being typed, as options of a listbox."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.knowledge.offered import Suggestion, SuggestionKind
from indexer.normalise.tags.kinds import KINDS
from web.contexts.cards import event_url, events_in_words

_EVENT = "Event"


@dataclass(frozen=True, slots=True)
class Completion:
    """An option.

    Attributes:
        id: unique on the page.
        kind: what it is, in a word.
        q: what it puts into the box.
        url: where it leads instead; empty where it does not.
        count: events that it finds, in words; empty where it is one event.
    """

    id: str
    kind: str
    label: str
    q: str
    url: str
    count: str


@dataclass(frozen=True, slots=True)
class CompletionsPage:
    """The options of the listbox."""

    options: tuple[Completion, ...]


def completions_page(found: Sequence[Suggestion]) -> CompletionsPage:
    """The options of the listbox."""
    return CompletionsPage(tuple(_option(at, one) for at, one in enumerate(found)))


def _option(at: int, one: Suggestion) -> Completion:
    is_event = one.kind == SuggestionKind.HEADLINE and one.event_id is not None
    return Completion(
        id=f"completion-{at}",
        kind=_EVENT if is_event else _kind(one.kind),
        label=one.label,
        q=one.q,
        url=event_url(one.event_id or "") if is_event else "",
        count="" if is_event else events_in_words(one.count),
    )


def _kind(kind: str) -> str:
    """Its name, whatever kinds are added later."""
    named = {str(one.id): one.title for one in KINDS.values()}
    return named.get(kind) or kind.replace("_", " ").capitalize()
