"""Which occurrence the headline is about: a small fitted ranking of an item's dates.

Each date is described by a few features of its wording, its place and its sentence. Their weights
are fitted to the labelled set (``data/primary_model.yaml``, by ``make fit``).
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import log1p

from indexer.normalise.dates.layout import Layout, layout_of
from indexer.normalise.dates.words import word_set
from indexer.normalise.spans import EXACT, DateSpan, Precision
from indexer.normalise.vocabulary import load_yaml

_WORD = re.compile(r"[^\W_]{3,}")
_STEM = 5
# As far as the words that tell a date's part in the story stand from it.
_NEAR = 90
_INSIDE_AFTER = re.compile(
    r"\b(?:after|since|following|before|until|in line with|ahead of|when)\b[^,.;]*$", re.IGNORECASE
)
_OPENS_WITH_BACKGROUND = (
    *("after", "in line", "when", "since", "before", "following", "as ", "what", "despite"),
    "because",
)
# ", the White House said on ..." ends a sentence that tells the news; "said on ... that" opens it.
_SAYS = r"(?:said|says|announced|announces|reported|wrote|revealed|confirmed|told\s\w+)"
_WHEN = r"(?:\s(?:on|over|in|late|early|its|a|the|last))*\s$"
_SAID_BEHIND = re.compile(rf",\s[^,.;:]{{1,50}}\b{_SAYS}{_WHEN}")
_SAID_BEFORE = re.compile(rf"\b{_SAYS}{_WHEN}")
_CONTINUES = re.compile(r"\b(?:later|following|next)\b", re.IGNORECASE)
_PARTICIPLE_ASIDE = re.compile(
    r"(?:^|,\s|\()(?:first\s)?\w+(?:ed|en|ught|ld|nt)\s(?:\w+\s){0,3}(?:on\s|in\s|the\s)*$"
)
_DEADLINE = re.compile(r"\b(?:until|till|by|before)\s*(?:the\s)?$")
_PERFECT = re.compile(r"\bhad\b")
_DETERMINED = re.compile(r"\b(?:the|an?|his|its|their|of)\s$")
_NOUN = re.compile(r"[’']?s?\s[a-z-]+")
# A lead smaller than this says nothing.
_TELLING = 0.1
# "of March 12 had pointed that way": the auxiliary stands right behind.
_RIGHT_BEHIND = 8


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A date of an item with the words around it."""

    found: DateSpan
    issue_date: date
    before: str
    behind: str
    clause: str
    sentence: int
    shared_near: float
    nearest: float
    behind_latest: int
    is_latest: bool

    @property
    def is_perfect(self) -> bool:
        return _PERFECT.search(self.before + self.behind[:_RIGHT_BEHIND]) is not None

    @property
    def is_in_background(self) -> bool:
        """Whether any wording puts it behind another happening."""
        wording = (_INSIDE_AFTER, _PARTICIPLE_ASIDE)
        aside = any(pattern.search(self.before) for pattern in wording)
        return self.found.is_background or self.is_perfect or aside


def _is_of_saying(candidate: _Candidate) -> bool:
    """Whether it dates what somebody said of the news, and not the news."""
    if _SAID_BEHIND.search(candidate.before) is not None:
        return True
    goes_on = candidate.behind.startswith((" that ", ", that "))
    return goes_on and _SAID_BEFORE.search(candidate.before) is not None


_Feature = Callable[[_Candidate], float]

_FEATURES: Mapping[str, _Feature] = {
    # log1p of the number of sentences before its own
    "sentence": lambda c: log1p(c.sentence),
    # share of the headline's words that stand close to it, and of those that it is the nearest to
    "headline_words_near": lambda c: c.shared_near,
    "headline_words_nearest": lambda c: c.nearest,
    "background": lambda c: c.found.is_background,
    "opens_with_background": lambda c: c.clause.startswith(_OPENS_WITH_BACKGROUND),
    "until": lambda c: _DEADLINE.search(c.before) is not None,
    "month": lambda c: c.found.precision is Precision.MONTH,
    "approximate": lambda c: c.found.precision is Precision.APPROXIMATE,
    # log1p of the days between it and the issue date, and the latest day told as past
    "distance": lambda c: log1p(abs((c.issue_date - c.found.end).days)),
    "behind_latest": lambda c: log1p(c.behind_latest),
    "latest": lambda c: c.is_latest,
    # "the next day", "two days later"
    "continues": lambda c: _CONTINUES.search(c.found.quote) is not None,
    # it only tells which: "the April declaration"
    "attribute": lambda c: bool(_NOUN.match(c.behind) and _DETERMINED.search(c.before)),
    "inside_after": lambda c: _INSIDE_AFTER.search(c.before) is not None,
    "of_saying": _is_of_saying,
}
FEATURES = (
    *_FEATURES,
    "first_told",  # the first exact day behind the issue that nothing puts in the background
)


@cache
def weights() -> Mapping[str, float]:
    """The fitted weight of each feature."""
    fitted: Mapping[str, float] = load_yaml("primary_model.yaml")["weights"]
    return fitted


def choose_primary(
    headline: str, text: str, dates: Sequence[DateSpan], issue_date: date
) -> int | None:
    """Index of the date that the headline is about; None where there are no dates.

    Args:
        headline: the item's headline.
        text: the text that the dates were read from.
        dates: its dates, in reading order.
        issue_date: the day of the issue.
    """
    if len(dates) <= 1:
        return 0 if dates else None
    totals = [sum(parts) for parts in _weighed(headline, text, dates, issue_date)]
    return totals.index(max(totals))


def explain_primary(
    headline: str, text: str, dates: Sequence[DateSpan], issue_date: date
) -> tuple[str, ...]:
    """What set the primary date above the next best, by name of feature, the heaviest first.

    Args:
        headline: the item's headline.
        text: the text that the dates were read from.
        dates: its dates, in reading order.
        issue_date: the day of the issue.

    Returns:
        Features that spoke for it; none where there was no other date.
    """
    weighed = _weighed(headline, text, dates, issue_date)
    best, *others = sorted(weighed, key=sum, reverse=True) or [()]
    if not others:
        return ()
    ahead = [
        (here - there, name) for here, there, name in zip(best, others[0], FEATURES, strict=True)
    ]
    return tuple(name for lead, name in sorted(ahead, reverse=True) if lead > _TELLING)


def _weighed(
    headline: str, text: str, dates: Sequence[DateSpan], issue_date: date
) -> list[tuple[float, ...]]:
    """Each date's features times their weights, in the order of `FEATURES`."""
    fitted = [weights()[name] for name in FEATURES]
    return [
        tuple(weight * value for weight, value in zip(fitted, row, strict=True))
        for row in features(headline, text, dates, issue_date)
    ]


def features(
    headline: str, text: str, dates: Sequence[DateSpan], issue_date: date
) -> list[tuple[float, ...]]:
    """The features of every date, in the order of `FEATURES`."""
    rows = []
    told = False
    for candidate in _candidates(headline, text, dates, issue_date):
        found = candidate.found
        past = found.precision in EXACT and found.start <= issue_date
        first_told = not told and past and not candidate.is_in_background
        told = told or first_told
        values = (float(feature(candidate)) for feature in _FEATURES.values())
        rows.append((*values, float(first_told)))
    return rows


def _candidates(
    headline: str, text: str, dates: Sequence[DateSpan], issue_date: date
) -> Iterator[_Candidate]:
    layout = layout_of(text)
    places = _Places(headline, text, dates, layout)
    past = [d.end for d in dates if d.start <= issue_date]
    exact = [d.end for d in dates if d.start <= issue_date and d.precision in EXACT]
    latest, latest_exact = max(past, default=None), max(exact, default=None)
    for index, found in enumerate(dates):
        start, end = found.span
        # A sentence of thousands of dates is looked at only around each of them.
        first, last = layout.near(start, end)
        first, last = max(first, start - _NEAR), min(last, end + _NEAR)
        clause, _ = layout.clause(start)
        yield _Candidate(
            found=found,
            issue_date=issue_date,
            before=text[first:start],
            behind=text[end:last],
            clause=text[max(clause, start - _NEAR) : start].lower().lstrip(" ,("),
            sentence=layout.sentence_number(start),
            shared_near=places.share_between(first, last),
            nearest=places.share_nearest(index),
            behind_latest=0 if latest is None else max(0, (latest - found.end).days),
            is_latest=latest_exact is not None and found.end == latest_exact,
        )


class _Places:
    """Where a text repeats the words of its headline, and to which date each place is nearest."""

    def __init__(self, headline: str, text: str, dates: Sequence[DateSpan], layout: Layout) -> None:
        wanted = frozenset(stem for _, stem in _stems(headline))
        self._wanted = max(1, len(wanted))
        self._places = [place for place in _stems(text) if place[1] in wanted]
        self._offsets = [offset for offset, _ in self._places]
        self._nearest: dict[int, set[str]] = defaultdict(set)
        starts = [found.span[0] for found in dates]
        for offset, stem in self._places:
            first, last = layout.sentence(offset)
            following = bisect_left(starts, offset)
            beside = [i for i in (following - 1, following) if 0 <= i < len(starts)]
            here = [i for i in beside if first <= starts[i] < last]
            if here:
                self._nearest[min(here, key=lambda i: abs(starts[i] - offset))].add(stem)

    def share_between(self, first: int, last: int) -> float:
        """Share of the headline's words that stand between two offsets."""
        found = self._places[bisect_left(self._offsets, first) : bisect_left(self._offsets, last)]
        return len({stem for _, stem in found}) / self._wanted

    def share_nearest(self, index: int) -> float:
        """Share of the headline's words that stand nearer to this date than to any other."""
        return len(self._nearest.get(index, ())) / self._wanted


def _stems(text: str) -> list[tuple[int, str]]:
    """The first letters of the words that say what a text is about, with their offsets."""
    stop = word_set("stop_stems")
    stems = ((match.start(), match[0].lower()[:_STEM]) for match in _WORD.finditer(text))
    return [(offset, stem) for offset, stem in stems if stem not in stop]
