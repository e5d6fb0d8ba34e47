"""Events alike, stories, frequent phrases and spellings: tables that follow the ledger.

What stands in them is a function of the stored events alone, whatever the order in which they came
(docs/decisions/0010-related-tables.md); `follow` keeps them up, `check` works them out again and
names what differs.
"""

from indexer.related.likeness import Entry, Likeness
from indexer.related.reading import Related, Story
from indexer.related.sync import behind, check, follow, rebuild, version

__all__ = [
    "Entry",
    "Likeness",
    "Related",
    "Story",
    "behind",
    "check",
    "follow",
    "rebuild",
    "version",
]
