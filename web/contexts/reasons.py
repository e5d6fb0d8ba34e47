"""Why an event is tagged, one tag at a time: its words marked, its reasons in a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.normalise.spans import TagKind
from indexer.normalise.tags.kinds import shown
from indexer.projection import FullEventOut, OccurrenceOut, TagOut
from web.contexts.cards import event_url
from web.contexts.times import when_said
from web.marking import Piece, marked_at

_STRONG_CUE = 2
_DATES = "dates"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# What a rule says of the words that earned a tag: of one, and of several.
_SAYS = {
    "name": ("names it", "name it"),
    "demonym": ("names its people", "name its people"),
    "capital": ("is its capital", "are its capital"),
    "place": ("is a place in it", "are places in it"),
    "institution": ("is one of its institutions", "are institutions of it"),
    "company": ("is a company of it", "are companies of it"),
    "person": ("held office on that day", "held office on that day"),
    "surname": ("held office on that day", "held office on that day"),
    "context": ("means it in this context", "mean it in this context"),
    "contextual": ("means it in this context", "mean it in this context"),
    "threesome": ("tells of the three acting together", "tell of the three acting together"),
    "enumeration": ("names its members together", "name its members together"),
    "strong": ("points to it plainly", "point to it plainly"),
    "weak": ("hints at it", "hint at it"),
    "fitted": ("is usual in such items", "are usual in such items"),
}
# Of an actor, whose name it is itself.
_SAYS_OF_ACTORS = {
    "name": ("is its name", "are its names"),
    "institution": ("is its name", "are its names"),
    "company": ("is its name", "are its names"),
    "person": ("is this office holder", "are this office holder"),
    "surname": ("is this office holder", "are this office holder"),
}


_UNSHOWN = "what its text says, which may not be shown here,"


@dataclass(frozen=True, slots=True)
class Choice:
    """A tag whose words can be marked.

    Attributes:
        id: unique on the page.
        label: its name.
        count: how many places earned it; None for the choice of none.
        url: the page with them marked.
        chosen: whether they are.
    """

    id: str
    label: str
    count: int | None
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The text with the words marked that earned one tag, and why they did."""

    headline: tuple[Piece, ...]
    text: tuple[Piece, ...]
    choices: tuple[Choice, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Subject:
    """Something that words were found for: a tag, or the dates."""

    id: str
    label: str
    spans: tuple[tuple[str, int, int], ...]
    reason: str


def reading(event: FullEventOut, why: str | None) -> Reading:
    """The text as it is to be read.

    Args:
        event: the event with its evidence.
        why: which words to mark, as in the choices' ids; none where there is no such tag.
    """
    subjects = list(_subjects(event))
    chosen = next((subject for subject in subjects if subject.id == why), None)
    spans = chosen.spans if chosen else ()
    page = event_url(event.id)
    choices = [
        Choice(one.id, one.label, len(one.spans), f"{page}?why={one.id}", one is chosen)
        for one in subjects
    ]
    return Reading(
        headline=_marked(event.headline, "headline", spans),
        text=_marked(event.text, "text", spans),
        choices=(*choices, Choice("none", "None", None, page, chosen is None)),
        reason=chosen.reason if chosen else "Choose a tag to see the words that earned it.",
    )


def _subjects(event: FullEventOut) -> Iterator[_Subject]:
    """Each tag; those of a kind whose names stand in the text, such as actors, together."""
    for kind in shown():
        tags = event.tags.of(kind.id)
        if kind.topical:
            for tag in tags:
                spans = _spans([tag])
                reason = f"{tag.label}{_places(len(spans))}: {_because(kind.id, tag)}."
                yield _Subject(f"{kind.id}-{tag.value}", tag.label, spans, reason)
        elif tags:
            said = "; ".join(f"{tag.label}: {_because(kind.id, tag)}" for tag in tags)
            yield _Subject(kind.plural, kind.heading, _spans(tags), f"{said}.")
    dated = [one for one in event.occurrences if one.quote and one.field]
    if dated:
        yield _Subject(
            _DATES,
            "Dates",
            tuple((one.field or "", one.span_start or 0, one.span_end or 0) for one in dated),
            f"Dates: {', '.join(map(_dated, dated))}.",
        )


def _spans(tags: Sequence[TagOut]) -> tuple[tuple[str, int, int], ...]:
    found = {
        (span.field, span.start, span.end): None
        for tag in tags
        for span in tag.evidence
        if span.field in ("headline", "text") and span.end > span.start
    }
    return tuple(found)


def _marked(text: str, field: str, spans: Sequence[tuple[str, int, int]]) -> tuple[Piece, ...]:
    return marked_at(text, [(start, end) for place, start, end in spans if place == field])


def _places(count: int) -> str:
    if not count:
        return ""
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f", by {number} place{'' if count == 1 else 's'}"


def _because(kind: TagKind, tag: TagOut) -> str:
    """What each rule found, in the order of the text."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    added = [span.quote for span in tag.evidence if span.rule == "correction"]
    for span in sorted(tag.evidence, key=lambda span: (span.field != "headline", span.start)):
        if span.rule != "correction":
            quotes = found.setdefault(_says(kind, span.rule), {})
            quotes[span.quote] = quotes.get(span.quote, 0) + 1
    parts = [
        f"{_listed([_quoted(*one) for one in quotes.items()])} {words[len(quotes) > 1]}"
        for words, quotes in found.items()
    ]
    parts += [f"an editor added it (“{reason}”)" for reason in added]
    return ", ".join(parts)


def _says(kind: TagKind, rule: str) -> tuple[str, str]:
    name, _, weight = rule.partition(" ")
    if name == "cue":
        name = "strong" if float(weight) >= _STRONG_CUE else "weak"
    special = _SAYS_OF_ACTORS if kind == TagKind.ACTOR else {}
    return special.get(name) or _SAYS.get(name) or (f"by {name}", f"by {name}")


def _quoted(quote: str, times: int) -> str:
    often = {1: "", 2: " (twice)"}.get(times, f" ({times} times)")
    return f"“{quote}”{often}" if quote else _UNSHOWN


def _listed(quotes: Sequence[str]) -> str:
    *others, last = quotes
    return f"{', '.join(others)} and {last}" if others else last


def _dated(occurrence: OccurrenceOut) -> str:
    return f"“{occurrence.quote}” is {when_said(occurrence)}"
