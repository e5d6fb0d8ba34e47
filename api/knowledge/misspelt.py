"""Words of a search that no event has, and what was meant by them: typing errors are forgiven.

The engines forgive them where all words match. In the second tier, where words are compared as they
are spelt, a word that no event has is also sought as the words and names that it is nearly.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from api.knowledge.box import Box
from api.knowledge.names import Name, pieces
from api.knowledge.respelling import nearest_name
from indexer.related import Related
from indexer.search.matching import typos
from indexer.search.synonyms import forms

# Words looked at, and other spellings of each: they cost a look-up.
_MOST_WORDS = 2
_SPELLINGS = 3


@dataclass(frozen=True, slots=True)
class Meant:
    """What may be meant by a word.

    Attributes:
        words: words of the data, the nearest first.
        name: of a tag; None where none is near.
    """

    words: tuple[str, ...]
    name: Name | None


def meant(box: Box, related: Related) -> Mapping[str, Meant]:
    """What may be meant by words that no event has, by the word as written."""
    plain = {
        one.text: form
        for one in pieces(box)
        if not (one.names or one.stop)
        for form in [" ".join(forms(one.text))]
        if form.isalpha()
    }
    having = related.having(list(plain.values())) if plain else {}
    unknown = [(text, form) for text, form in plain.items() if not having[form]][:_MOST_WORDS]
    found = {text: _meant(form, related) for text, form in unknown}
    return {text: one for text, one in found.items() if one.words or one.name}


def _meant(form: str, related: Related) -> Meant:
    near = related.spellings(form, limit=_SPELLINGS)
    words = tuple(one for one in near if typos(form, one, prefix=False) is not None)
    return Meant(words, nearest_name(form))
