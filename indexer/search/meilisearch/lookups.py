"""What is found before a search: ids of the documents that match a text, or have a phrase."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.search.analysis import plain

Phrase = tuple[str, ...]
Found = Mapping[str, Sequence[str] | None]
"""Ids by the key of their look-up; None where there were too many documents to read."""

EVERY_HIT = 1_000_000
MOST_READ = 500
EVERY_FIELD = ("*",)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A search for ids.

    Attributes:
        request: what is asked of the server.
        phrase: the documents are read, and only those that have it are kept; empty for all.
        texts: the fields, of those shown, which may have it.
    """

    request: Mapping[str, Any]
    phrase: Phrase = ()
    texts: tuple[str, ...] = ()

    def ids(self, answer: Mapping[str, Any]) -> list[str] | None:
        """The ids in an answer; None where some may be missing, since not all were read."""
        hits = answer["hits"]
        if not self.phrase:
            return [hit["id"] for hit in hits]
        if len(hits) >= MOST_READ:
            return None
        return [hit["id"] for hit in hits if any(self._stands_in(hit[text]) for text in self.texts)]

    def _stands_in(self, text: str) -> bool:
        return f" {' '.join(self.phrase)} " in f" {plain(text)} "


def lookup(uid: str, text: str, fields: Sequence[str] = EVERY_FIELD) -> Lookup:
    """The ids of every document in which a text stands, in the server's own notation."""
    return Lookup(
        {
            "indexUid": uid,
            "q": text,
            "matchingStrategy": "all",
            "limit": EVERY_HIT,
            "attributesToRetrieve": ["id"],
            "attributesToSearchOn": list(fields),
        }
    )


def reading(
    uid: str, phrase: Phrase, texts: tuple[str, ...], fields: Sequence[str] = EVERY_FIELD
) -> Lookup:
    """The ids of the documents that have a phrase, found out by reading those that may."""
    request = lookup(uid, quoted_phrase(phrase), fields).request
    read = {"limit": MOST_READ, "attributesToRetrieve": ["id", *texts]}
    return Lookup({**request, **read}, phrase, texts)


def ids_found(found: Found, key: str) -> Sequence[str]:
    """What a look-up of ids alone found."""
    return found[key] or ()


def quoted_phrase(phrase: Phrase) -> str:
    """A phrase in the server's own notation."""
    return f'"{" ".join(phrase)}"'
