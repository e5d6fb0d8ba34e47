"""What the words of all events say together: likeness, threads, frequent phrases, spellings."""

from indexer.corpus.corpus import Corpus
from indexer.corpus.entry import Entry
from indexer.corpus.likeness import Likeness

__all__ = ["Corpus", "Entry", "Likeness"]
