"""Words in one field, and phrases of several words, as filters on the ids of what has them.

The server takes a document for a phrase of three and more words when each two of them stand side by
side in it, wherever: "a b d b c a x c" for "a b c". Such documents are read, and left out, as long
as few have the phrase.
"""

from collections.abc import Iterator

from indexer.search.meilisearch.lookups import (
    Found,
    Lookup,
    Phrase,
    ids_found,
    lookup,
    quoted_phrase,
    reading,
)
from indexer.search.meilisearch.notation import id_filter, lookup_key, text_of
from indexer.search.terms import Needles, Scoped

SCOPES = {"headline": ("headline", "headline_joined"), "text": ("text",)}
_SHOWN = {"headline": "shown_headline", "text": "shown_text"}
_SURE_OF = 2  # words of a phrase that the server finds as it is


def is_long(phrase: Phrase) -> bool:
    """Whether the server also finds documents that do not have it."""
    return len(phrase) > _SURE_OF


class Narrowing:
    """What narrows a search that the server cannot put into one text.

    Args:
        uid: name of the index.
        needles: what is searched for.
    """

    def __init__(self, uid: str, needles: Needles) -> None:
        self._uid = uid
        self._scoped = needles.scoped
        self._wanted = [*filter(is_long, needles.phrases)]
        self._excluded = [*filter(is_long, needles.excluded_phrases)]

    def lookups(self) -> dict[str, Lookup]:
        """What has to be found first, each under a key of its own."""
        asked: dict[str, Lookup] = {}
        for one in self._scoped:
            asked[lookup_key(one)] = lookup(self._uid, text_of(one), SCOPES[one.field])
            if is_long(one.phrase):
                texts = (_SHOWN[one.field],)
                asked[_read_in(one)] = reading(self._uid, one.phrase, texts, SCOPES[one.field])
        for phrase in (*self._wanted, *self._excluded):
            asked[_read(phrase)] = reading(self._uid, phrase, tuple(_SHOWN.values()))
            asked[_named(phrase)] = lookup(self._uid, quoted_phrase(phrase), ("names",))
        for phrase in self._excluded:
            asked[_any(phrase)] = lookup(self._uid, quoted_phrase(phrase))
        return asked

    def filters(self, found: Found) -> Iterator[str]:
        """The filters, of what was found."""
        for one in self._scoped:
            read = found[_read_in(one)] if is_long(one.phrase) else None
            having = id_filter(ids_found(found, lookup_key(one)) if read is None else read)
            yield f"NOT {having}" if one.excluded else having
        for phrase in self._wanted:
            if (ids := _having(phrase, found)) is not None:
                yield id_filter(ids)
        for phrase in self._excluded:
            ids = _having(phrase, found)
            yield f"NOT {id_filter(ids_found(found, _any(phrase)) if ids is None else ids)}"


def _having(phrase: Phrase, found: Found) -> list[str] | None:
    """What has a phrase, in its texts or the names of its tags; None where too many do."""
    read = found[_read(phrase)]
    return None if read is None else [*read, *ids_found(found, _named(phrase))]


def _any(phrase: Phrase) -> str:
    return f"any:{quoted_phrase(phrase)}"


def _read(phrase: Phrase) -> str:
    return f"read:{quoted_phrase(phrase)}"


def _read_in(one: Scoped) -> str:
    return f"read in {one.field}:{quoted_phrase(one.phrase)}"


def _named(phrase: Phrase) -> str:
    return f"named:{quoted_phrase(phrase)}"
