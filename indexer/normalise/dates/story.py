"""What a text has told so far: the state that relative dates are resolved against."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from indexer.normalise.dates.calendar import Interval
from indexer.normalise.dates.conventions import Conventions
from indexer.normalise.dates.kinds import Kind
from indexer.normalise.dates.layout import REACH, Layout, layout_of
from indexer.normalise.dates.mentions import Mention
from indexer.normalise.dates.tense import Telling, Tense, telling, tells_the_past
from indexer.normalise.dates.words import word_set
from indexer.normalise.spans import EXACT, Precision

# A day this long before the item's own is no part of its story, unless a sentence opens with it.
_SAME_STORY = timedelta(days=10)
_OPENS = re.compile(r"(?:On|In|By|From)\s")
_GOES_ON = re.compile(r"\.?[”\"]?\s*(?:On\s)?|[^.;]*;\s[^.;]*")
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their"})
_NOUN = re.compile(r"\s[a-z]+")
_RELATIVE = re.compile(r"\w,?\s(?:that|which|who|whose|where)\s")
_PAST_PERFECT = re.compile(
    r"\bhad\s(?:\w+ly\s|already\s|not\s|last\s|once\s|all\s|been\s)?\w+(?:ed|en|n|t|d|me|ne|ft|ld|de)\b"
)
_ATTRIBUTE = re.compile(
    r"\s(?:[a-z-]+\s)?(?:earthquake|quake|summit|meeting|election|attack|launch|test|crash|accident|statement|agreement|decision|declaration|vote)s?\b"
)


@dataclass
class Story:
    """One text on its way through the resolver.

    Attributes:
        text: the paragraph or headline.
        issue_date: day of the issue.
        conventions: how the publication writes dates.
        anchor: the last day that the item's own subject is dated to.
        last: the last day named at all, background included.
        last_end: where its words end; -1 where none was named.
        last_past: the last one that does not lie ahead of the issue.
        stated: the last interval whose year the text states in figures, and where.
        month: the last whole month named, and where.
        named: the last interval of any kind.
        week: the last "week of August 7" named, and where.
    """

    text: str
    issue_date: date
    conventions: Conventions
    anchor: Interval | None = None
    last: Interval | None = None
    last_end: int = -1
    last_past: Interval | None = None
    stated: tuple[Interval, int] | None = None
    month: tuple[Interval, int] | None = None
    week: tuple[Interval, int] | None = None
    named: Interval | None = None
    layout: Layout = field(init=False)
    _telling: tuple[int, Telling] | None = None
    _last_is_alone: bool = False

    def __post_init__(self) -> None:
        """Find the breaks once."""
        self.layout = layout_of(self.text)

    @cached_property
    def is_chronicle(self) -> bool:
        """Whether nothing in the text is told in the past: its present tense then is the past."""
        return not tells_the_past(self.layout)

    def telling(self, mention: Mention) -> Telling:
        """How the text tells a mention; worked out once for it."""
        if self._telling is None or self._telling[0] != mention.start:
            told = telling(self.layout, mention.start, mention.end)
            if told.word in word_set("moved") and (
                mention.lead in {"until", "till"} or mention.before == "to"
            ):
                told = replace(told, tense=Tense.FUTURE)  # "postponed until July 3"
            self._telling = (mention.start, told)
        return self._telling[1]

    def is_new_sentence(self, mention: Mention) -> bool:
        """Whether the mention stands in another sentence than the last day named."""
        return self.layout.sentence(mention.start)[0] >= self.last_end

    def base(self, mention: Mention) -> Interval | None:
        """The day that "two days later" counts from.

        In the same sentence that is the last day named; in a new one, the last day of the item's
        own subject, since background is told and left. Only a sentence that goes straight on from
        the one day of the sentence before stays with it: "He had come on May 8. The next day ...".
        """
        if not self.is_new_sentence(mention) or self.anchor is None:
            return self.last
        if mention.start - self.last_end > REACH:
            return self.anchor
        between = self.text[self.last_end : mention.start]
        if self._last_is_alone and _GOES_ON.fullmatch(between):
            return self.last
        return self.anchor

    def remember(
        self, mention: Mention, intervals: Sequence[Interval], *, aside: bool = False
    ) -> bool:
        """Keep the days of a mention for what follows; gives whether it is only background.

        Args:
            mention: the date words.
            intervals: what they came to.
            aside: they only tell how long after or before another happening the date beside is.
        """
        self.named = intervals[-1] if intervals else self.named
        background = bool(intervals) and (aside or self._in_background(mention, intervals[-1]))
        exact = [interval for interval in intervals if interval.precision in EXACT]
        whole = len(intervals) == 1 and intervals[0].precision is Precision.MONTH
        if whole and mention.lead != "since":
            self.month = intervals[0], mention.end
        if mention.kind is Kind.WEEK_OF_DAY and intervals:
            self.week = intervals[0], mention.end
        if not exact or mention.lead == "until" or mention.match[0].lower() == "today":
            return background
        in_office = mention.lead == "since" and self.text.startswith(", ", mention.end)
        if in_office and not self.is_new_sentence(mention):
            return background  # "on May 20 Yoon, in office since May 10, met him a day later"
        self._last_is_alone = self.is_new_sentence(mention)
        self.last, self.last_end = exact[-1], mention.end
        if self.last.start <= self.issue_date:
            self.last_past = self.last
        if not background:
            self.anchor = exact[-1]
        return background

    def week_of(self, mention: Mention) -> Interval | None:
        """The week named since the last day, where the mention is of the same story."""
        if self.week is None or self.week[1] < self.last_end:
            return None
        return self.week[0] if mention.start - self.week[1] <= REACH else None

    def month_of_sentence(self, mention: Mention) -> Interval | None:
        """The whole month that the sentence of a mention has named last, after any day.

        Where no day has been named at all, it may be of a sentence before.
        """
        if self.month is None or self.month[1] < self.last_end:
            return None
        inside = self.layout.sentence(mention.start)[0] < self.month[1]
        return self.month[0] if inside or self.last is None else None

    def is_attribute(self, mention: Mention) -> bool:
        """Whether the date only tells which: "called off the May 28 talks"."""
        return mention.before in _DETERMINERS and _NOUN.match(self.text, mention.end) is not None

    def clause_before(self, mention: Mention) -> str:
        """The words before the mention in its clause."""
        return self.text[self.layout.clause(mention.start)[0] : mention.start]

    def _in_background(self, mention: Mention, interval: Interval) -> bool:
        """Whether the date only explains another happening.

        "on May 4, after the test of May 2"; "condemned the launch that the North tried on May 2";
        "it had landed on January 20"; "After the volcano erupted on January 15, ..."; "survivors
        of the January 1 earthquake".
        """
        if self.anchor is not None:
            if self.anchor.end < interval.start <= self.issue_date:
                return False  # the story went on
            still_ahead = self.anchor.start > self.issue_date
            back = self.anchor.start - interval.end > _SAME_STORY and not still_ahead
            if back and not _OPENS.match(self.text, self.layout.sentence(mention.start)[0]):
                return True
        first, _ = self.layout.near(mention.start, mention.end)
        sentence = self.text[first : mention.start]
        named_before = self.last_end > first
        between = self.text[self.last_end : mention.start] if named_before else sentence
        words = between.lower().lstrip(" ,(").split(maxsplit=3)
        openings = (" ".join(words[:n]) for n in (1, 2, 3))
        if any(opening in word_set("background") for opening in openings) and (
            named_before or "," not in sentence
        ):
            return True
        if self.text.startswith(" had ", mention.end):
            return True
        if _RELATIVE.search(between) or _PAST_PERFECT.search(sentence):
            return True
        return self.anchor is not None and _ATTRIBUTE.match(self.text, mention.end) is not None
