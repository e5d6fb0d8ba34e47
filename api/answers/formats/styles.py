"""Citations as three style guides have them: Chicago (bibliography), APA 7 and MLA 9.

Headlines keep the letters they have in the issue: none is turned into title case. Without an author
an entry begins with the headline, as all three guides want it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby
from types import MappingProxyType

from api.answers.formats.citation import Citation

# Words, and whether they stand in italics.
Piece = tuple[str, bool]
_MONTHS_MLA = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June"),
    *("July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
)
_ENDS = (".", "?", "!")


@dataclass(frozen=True, slots=True)
class Style:
    """A way to print a citation.

    Attributes:
        id: its name in addresses.
        label: its name for readers.
        pieces: the entry in pieces, in order.
    """

    id: str
    label: str
    pieces: Callable[[Citation], Iterable[Piece]]

    def text(self, citation: Citation) -> str:
        """The entry as plain text on one line."""
        return "".join(words for words, _ in self.pieces(citation))

    def html(self, citation: Citation) -> str:
        """The entry with its container in ``<i>``; everything else escaped."""
        runs = groupby(self.pieces(citation), key=lambda piece: piece[1])
        shown = ((escape("".join(words for words, _ in run)), italic) for italic, run in runs)
        return "".join(f"<i>{words}</i>" if italic else words for words, italic in shown)


def _chicago(citation: Citation) -> Iterable[Piece]:
    """“Headline.” *Series* 2, no. 7, item 3 (April 15, 2023). Publisher. Accessed …. Address."""
    yield f"“{_closed(_inner_quotes(citation.title))}” ", False
    yield from _retold(citation, "Retold in ", " from ")
    yield _container(citation), True
    numbers = [str(citation.volume)] if citation.volume is not None else []
    if citation.number is not None:
        numbers.append(f"no. {citation.number}")
    if numbers and not citation.retold:
        yield f" {', '.join(numbers)}", False
    yield f", item {citation.position} ({_us(citation.issued_parts)}). ", False
    if citation.publisher and not citation.retold:
        yield f"{_closed(citation.publisher)} ", False
    if citation.accessed:
        yield f"Accessed {_us_day(citation.accessed)}. ", False
    yield f"{citation.url}.", False


def _apa(citation: Citation) -> Iterable[Piece]:
    """Headline. (2023, April 15). *Series*, *2*(7), Item 3. Publisher. Retrieved …, from address.

    Without the last full stop, which might be taken for a part of the address.
    """
    year, *rest = citation.issued_parts
    day = f", {_month(rest[0])}{''.join(f' {part}' for part in rest[1:])}"
    yield f"{_closed(citation.title)} ({year}{day}). ", False
    yield from _retold(citation, "Retold in ", " from ")
    yield _container(citation), True
    if not citation.retold and citation.volume is not None:
        yield ", ", False
        yield str(citation.volume), True
    if not citation.retold and citation.number is not None:
        yield (
            f"({citation.number})" if citation.volume is not None else f", ({citation.number})",
            False,
        )
    yield f", Item {citation.position}. ", False
    if citation.publisher and not citation.retold:
        yield f"{_closed(citation.publisher)} ", False
    if citation.accessed:
        yield f"Retrieved {_us_day(citation.accessed)}, from ", False
    yield citation.url, False


def _mla(citation: Citation) -> Iterable[Piece]:
    """“Headline.” *Series*, vol. 2, no. 7, item 3, Publisher, 15 Apr. 2023, address. Accessed …."""
    yield f"“{_closed(_inner_quotes(citation.title))}” ", False
    yield from _retold(citation, "Retold in ", " from ")
    yield _container(citation), True
    parts = []
    if not citation.retold and citation.volume is not None:
        parts.append(f"vol. {citation.volume}")
    if not citation.retold and citation.number is not None:
        parts.append(f"no. {citation.number}")
    parts.append(f"item {citation.position}")
    if citation.publisher and not citation.retold:
        parts.append(citation.publisher)
    parts += [_mla_date(citation.issued_parts), citation.url]
    yield f", {', '.join(parts)}.", False
    if citation.accessed:
        day = citation.accessed
        yield f" Accessed {_mla_date((day.year, day.month, day.day))}.", False


_ALL = (
    Style("chicago", "Chicago", _chicago),
    Style("apa", "APA", _apa),
    Style("mla", "MLA", _mla),
)
STYLES: Mapping[str, Style] = MappingProxyType({style.id: style for style in _ALL})


def _retold(citation: Citation, before: str, behind: str) -> Iterable[Piece]:
    """That the words are not the publisher's, before the issue that they retell."""
    if citation.retold:
        yield before, False
        yield citation.container, True
        yield behind, False


def _container(citation: Citation) -> str:
    return citation.digest_title if citation.retold else citation.container


def _closed(words: str) -> str:
    """With a full stop at its end, unless it ends as a sentence does, inside a quotation or not."""
    inner = words.rstrip("”’\"'")
    return words if inner.endswith(_ENDS) else f"{words}."


def _inner_quotes(title: str) -> str:
    """Quotation marks inside of others are single ones."""
    return title.replace("“", "‘").replace("”", "’")


def _month(number: int) -> str:
    return f"{date(2000, number, 1):%B}"


def _us(parts: tuple[int, ...]) -> str:
    year, month, *day = parts
    return f"{_month(month)} {day[0]}, {year}" if day else f"{_month(month)} {year}"


def _us_day(day: date) -> str:
    return _us((day.year, day.month, day.day))


def _mla_date(parts: tuple[int, ...]) -> str:
    year, month, *day = parts
    return " ".join([*map(str, day), _MONTHS_MLA[month - 1], str(year)])
