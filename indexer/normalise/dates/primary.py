"""Which occurrence the headline is about: a small fitted ranking of an item's dates.

Each date is described by a few features of its wording, its place and its sentence. Their weights
are fitted to the labelled set (``data/primary_model.yaml``, by ``indexer.quality.fit_primary``).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import log1p

from indexer.normalise.dates.layout import Layout
from indexer.normalise.dates.words import word_set
from indexer.normalise.spans import EXACT, DateSpan, Precision, Status
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
_PARTICIPLE_ASIDE = re.compile(
    r"(?:^|,\s|\()(?:first\s)?\w+(?:ed|en|ught|ld|nt)\s(?:\w+\s){0,3}(?:on\s|in\s|the\s)*$"
)
_SAID = re.compile(
    r"\b(?:said|says|told \w+|reported|announced|disclosed)\s(?:late\s)?(?:on\s)?(?:the\s)?$"
)
_DEADLINE = re.compile(r"\b(?:until|till|by|before)\s*(?:the\s)?$")
_PERFECT = re.compile(r"\bhad\b")
_DETERMINED = re.compile(r"\b(?:the|an?|his|its|their|of)\s$")
_NOUN = re.compile(r"[’']?s?\s[a-z-]+")
# "of March 12 had pointed that way": the auxiliary stands right behind.
_RIGHT_BEHIND = 8


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A date of an item with the words around it."""

    index: int
    found: DateSpan
    issue_date: date
    before: str
    behind: str
    clause: str
    is_in_first_sentence: bool
    shared: float
    shared_near: float
    is_latest: bool
    is_named_again: bool

    @property
    def is_perfect(self) -> bool:
        return _PERFECT.search(self.before + self.behind[:_RIGHT_BEHIND]) is not None

    @property
    def is_in_background(self) -> bool:
        """Whether any wording puts it behind another happening."""
        wording = (_INSIDE_AFTER, _PARTICIPLE_ASIDE)
        aside = any(pattern.search(self.before) for pattern in wording)
        return self.found.is_background or self.is_perfect or aside


_Feature = Callable[[_Candidate], float]

_FEATURES: Mapping[str, _Feature] = {
    "first": lambda c: c.index == 0,
    "first_sentence": lambda c: c.is_in_first_sentence,
    # log1p of the number of dates before it
    "place": lambda c: log1p(c.index),
    # share of the headline's words in its sentence, and close to it
    "headline_words": lambda c: c.shared,
    "headline_words_near": lambda c: c.shared_near,
    "background": lambda c: c.found.is_background,
    "opens_with_background": lambda c: c.clause.startswith(_OPENS_WITH_BACKGROUND),
    "perfect": lambda c: c.is_perfect,
    "since": lambda c: c.found.quote.lower().startswith("since") or c.clause.endswith("since "),
    "until": lambda c: _DEADLINE.search(c.before) is not None,
    "month": lambda c: c.found.precision is Precision.MONTH,
    "approximate": lambda c: c.found.precision is Precision.APPROXIMATE,
    "ahead": lambda c: c.found.start > c.issue_date,
    "announced": lambda c: c.found.status is not Status.REPORTED,
    # log1p of the days between it and the issue date
    "distance": lambda c: log1p(abs((c.issue_date - c.found.end).days)),
    "latest": lambda c: c.is_latest,
    "named_again": lambda c: c.is_named_again,
    "relative": lambda c: c.found.is_relative,
    # it only tells which: "the April declaration"
    "attribute": lambda c: bool(_NOUN.match(c.behind) and _DETERMINED.search(c.before)),
    "inside_after": lambda c: _INSIDE_AFTER.search(c.before) is not None,
    "participle": lambda c: _PARTICIPLE_ASIDE.search(c.before) is not None,
    "said": lambda c: _SAID.search(c.before) is not None,
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
    fitted = [weights()[name] for name in FEATURES]
    scores = [
        sum(weight * value for weight, value in zip(fitted, row, strict=True))
        for row in features(headline, text, dates, issue_date)
    ]
    return scores.index(max(scores))


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
    layout = Layout(text)
    wanted = _stems(headline)
    past = [d.end for d in dates if d.start <= issue_date and d.precision in EXACT]
    latest = max(past, default=None)
    seen: set[date] = set()
    for index, found in enumerate(dates):
        start, end = found.span
        # A sentence of thousands of dates is looked at only around each of them.
        first, last = layout.near(start, end)
        near = text[max(first, start - _NEAR) : min(last, end + _NEAR)]
        clause, _ = layout.clause(start)
        yield _Candidate(
            index=index,
            found=found,
            issue_date=issue_date,
            before=text[max(first, start - _NEAR) : start],
            behind=text[end : min(last, end + _NEAR)],
            clause=text[max(clause, start - _NEAR) : start].lower().lstrip(" ,("),
            is_in_first_sentence=layout.sentence(start)[0] == 0,
            shared=_share(wanted, text[first:last]),
            shared_near=_share(wanted, near),
            is_latest=latest is not None and found.end == latest,
            is_named_again=found.start in seen,
        )
        seen.add(found.start)


def _share(wanted: frozenset[str], text: str) -> float:
    return len(wanted & _stems(text)) / max(1, len(wanted))


def _stems(text: str) -> frozenset[str]:
    """The first letters of the words that say what a text is about."""
    return frozenset(word.lower()[:_STEM] for word in _WORD.findall(text)) - word_set("stop_stems")
