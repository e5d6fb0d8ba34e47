"""Other spellings for words of a search that no event has: names of the vocabulary, then words.

A word that names something, that holds a figure, or that the table of synonyms has, is meant as
written. A word too short to be
looked for as a beginning may be one all the same: what it begins is offered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from api.knowledge import vocabulary
from api.knowledge.box import Box
from api.knowledge.box_printing import printed
from api.knowledge.completing import beginning
from api.knowledge.names import Name, names
from api.knowledge.params import EventParams
from api.knowledge.query_language import GOES_ON_FROM
from indexer.normalise.tags.kinds import KINDS
from indexer.related import Related
from indexer.search.analysis import words
from indexer.search.matching import typo_budget
from indexer.search.query import Term
from indexer.search.synonyms import known

_MOST_WORDS = 2
_SPELLINGS_A_WORD = 2
_SHORTEST_BEGINNING = 2


@dataclass(frozen=True, slots=True)
class Respelt:
    """A search with one word written otherwise.

    Attributes:
        word: as searched for.
        instead: what may have been meant.
        params: the search with it.
    """

    word: str
    instead: str
    params: EventParams


def respelt(
    params: EventParams, box: Box, having: Mapping[str, int], related: Related
) -> Iterator[Respelt]:
    """What may have been meant, names before words, the nearest first.

    Args:
        params: the search.
        box: its box.
        having: how many events have a word, for the words of the box.
        related: the words of the data.
    """
    unknown = [
        (index, term, form)
        for index, term in enumerate(box.terms)
        if not (term.phrase or term.excluded or names(term.text))
        for form in (word.joined or word.parts[0] for word in words(term.text))
        if not (having.get(form) or form in known() or any(map(str.isdigit, form)))
    ][:_MOST_WORDS]
    for index, term, form in unknown:
        name = nearest_name(form) or _begun_name(term.text, form, related)
        if name is not None and len(words(term.text)) == 1:
            yield Respelt(term.text, _said(name), _filtered(params, box, index, name))
    for index, term, form in unknown:
        begun = related.words(form, limit=1) if _is_begun(term.text, form) else ()
        near = related.spellings(form, limit=_SPELLINGS_A_WORD)
        for instead in (*(word for word, _ in begun), *near):
            if not any(map(str.isdigit, instead)):
                changed = params.with_(q=_replaced(box, index, form, instead))
                yield Respelt(term.text, instead, changed)


def nearest_name(form: str) -> Name | None:
    """The name of one word, of a tag, that is written nearly so: as far as typos are forgiven."""
    budget = typo_budget(form)
    if not budget:
        return None
    found = process.extract(
        form, _single_names(), scorer=OSA.distance, score_cutoff=budget, limit=None
    )
    # Of those as near, one with the same first letter: few are mistaken in it.
    near = sorted((distance, name[0] != form[0], name) for name, distance, _ in found)
    return next((one for *_, name in near for one in names(name) if one.facet in KINDS), None)


def _is_begun(written: str, form: str) -> bool:
    """Whether it may be unfinished; what stands in capitals is an abbreviation, and whole."""
    return not written.isupper() and _SHORTEST_BEGINNING <= len(form) < GOES_ON_FROM


def _begun_name(written: str, form: str, related: Related) -> Name | None:
    """The commonest tag whose name a word begins that is too short to go on by itself."""
    if not _is_begun(written, form):
        return None
    kinds = [kind for kind in map(str, KINDS) if KINDS[kind].topical]
    found = beginning(form, kinds, related.tagged)
    if not found or found[0].far:
        return None
    facet, value = found[0].facet, found[0].value
    return Name(facet, value, vocabulary.label(facet, value))


@cache
def _single_names() -> tuple[str, ...]:
    """Names of one word, long enough to be mistyped."""
    every = {name for kind in KINDS for name in vocabulary.spellings(str(kind))}
    return tuple(sorted(name for name in every if name.isalpha() and typo_budget(name)))


def _said(name: Name) -> str:
    return f"{name.facet.replace('_', ' ').capitalize()}: {name.label}"


def _filtered(params: EventParams, box: Box, index: int, name: Name) -> EventParams:
    rest = replace(box, terms=box.terms[:index] + box.terms[index + 1 :])
    field = name.facet if not params.given(name.facet) else f"{name.facet}_all"
    return params.with_(q=printed(rest), **{field: (*(params.given(field) or ()), name.value)})


def _replaced(box: Box, index: int, form: str, instead: str) -> str:
    """The box with one word exchanged; of several that hang together only that one."""
    terms = list(box.terms)
    terms[index] = _exchanged(terms[index], form, instead)
    return printed(replace(box, terms=tuple(terms)))


def _exchanged(term: Term, form: str, instead: str) -> Term:
    text = term.text
    for word in words(text):
        if form == (word.joined or word.parts[0]):
            text = text[: word.start] + instead + text[word.end :]
            break
    return replace(term, text=text, exact=False)
