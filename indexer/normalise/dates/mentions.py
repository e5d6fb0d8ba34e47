"""Date expressions in a text, before they are resolved: found, and rid of overlaps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.normalise.dates import patterns


@dataclass(frozen=True, slots=True)
class Mention:
    """A date expression before it is resolved; ``start`` and ``end`` span the date words."""

    name: str
    match: re.Match[str]
    start: int
    end: int

    def get(self, group: str) -> str | None:
        """What a named group matched; None where it did not, or the pattern has none."""
        return self.match.groupdict().get(group)

    @property
    def lead(self) -> str:
        """The preposition before the date words: from, since, until, between."""
        return (self.get("lead") or "").lower()


def find_mentions(text: str) -> Iterator[Mention]:
    """Date expressions that do not overlap, in order; of two rivals the longer one wins."""
    refused = [match.span() for match in patterns.refused().finditer(text)]
    rivals = [
        mention
        for name, pattern in patterns.patterns()
        for match in pattern.finditer(text)
        if (mention := _mention(name, match)) is not None
    ]
    rivals.sort(key=lambda mention: mention.start - mention.end)
    taken: list[Mention] = []
    spans = list(refused)
    for mention in rivals:
        if all(mention.end <= start or end <= mention.start for start, end in spans):
            taken.append(mention)
            spans.append((mention.start, mention.end))
    yield from sorted(taken, key=lambda mention: mention.start)


def _mention(name: str, match: re.Match[str]) -> Mention | None:
    groups = match.groupdict()
    start, end = match.span()
    if groups.get("lead"):
        start = match.end("lead")
        start += len(match.string[start:end]) - len(match.string[start:end].lstrip())
    if "intro" in groups:
        start = match.start("m1")
    if name.startswith("ordinal"):
        start, end = match.span("d1" if name == "ordinal" else "days")
    joined_by_and = name in {"md-md", "m-m"} and re.search(r"\s(?:and|&|or)\s", match[0])
    if joined_by_and and (groups.get("lead") or "").lower() != "between":
        return None
    return Mention(name, match, start, end)
