"""A search as it was understood, as the API shows it."""

from datetime import date

from pydantic import BaseModel

from indexer.search.query import EventQuery, TagFilter


class TagFilterOut(BaseModel):
    """A filter on tags as it was understood."""

    any_of: list[str]
    all_of: list[str]
    none_of: list[str]

    @classmethod
    def of(cls, tags: TagFilter) -> "TagFilterOut":
        """The filter as the API shows it."""
        return cls(any_of=list(tags.any_of), all_of=list(tags.all_of), none_of=list(tags.none_of))


class TermOut(BaseModel):
    """A part of the text as it was understood."""

    text: str
    phrase: bool
    excluded: bool


class QueryOut(BaseModel):
    """The search as it was understood: what was typed, names resolved, defaults filled in."""

    terms: list[TermOut]
    country: TagFilterOut
    domain: TagFilterOut
    group: TagFilterOut
    member_of: TagFilterOut
    event_from: date | None
    event_to: date | None
    certain: bool
    digests: list[str]
    precisions: list[str]
    sort: str
    limit: int

    @classmethod
    def of(cls, query: EventQuery) -> "QueryOut":
        """The query as the API shows it."""
        return cls(
            terms=[
                TermOut(text=term.text, phrase=term.phrase, excluded=term.excluded)
                for term in query.terms
            ],
            country=TagFilterOut.of(query.country),
            domain=TagFilterOut.of(query.domain),
            group=TagFilterOut.of(query.group),
            member_of=TagFilterOut.of(query.member_of),
            event_from=query.event_from,
            event_to=query.event_to,
            certain=query.certain,
            digests=list(query.digests),
            precisions=[str(precision) for precision in query.precisions],
            sort=str(query.sort),
            limit=query.limit,
        )
