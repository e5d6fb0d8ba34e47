"""The JSON reader: digests made by other programs, field by field."""

import codecs
import json
import re
import unicodedata
from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from indexer.errors import UnreadableSource
from indexer.normalise.series import SeriesProfile, profiles, series_named
from indexer.readers.numbering import believed
from indexer.readers.raw import (
    FIRST_DAY,
    LAST_DAY,
    MAX_ITEMS,
    MAX_TEXT,
    RawDigest,
    RawItem,
    SourceHints,
)
from indexer.remarks import Remark, Severity
from indexer.validation import faults, sentence


def _one_line(text: str) -> str:
    """Every run of white space as one space; what a database cannot keep is refused."""
    if "\x00" in text:
        raise ValueError("holds a NUL character")
    return re.sub(r"\s+", " ", text).strip()


def _words(text: str) -> str:
    line = _one_line(text)
    if any(unicodedata.category(char) == "Cc" for char in line):
        raise ValueError("holds control characters")
    if not any(char.isalnum() for char in line):
        raise ValueError("is empty: it needs a letter or a digit")
    return line


# The length is asked first: a limit that follows a validator is not told in characters.
_Name = Annotated[str, Field(max_length=300), AfterValidator(_words)]


class ItemDocument(BaseModel):
    """One item of a digest."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    headline: Annotated[
        str,
        Field(max_length=1_000, examples=["Space dialogue held"]),
        AfterValidator(_words),
    ]
    text: Annotated[
        str,
        Field(
            max_length=MAX_TEXT,
            description="The paragraph; empty where it is lost.",
            examples=["The US and Japan held a dialogue on space in Tokyo on March 24."],
        ),
        AfterValidator(_one_line),
    ]


class DigestDocument(BaseModel):
    """One issue of a series. Unknown fields are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    series: Annotated[
        _Name,
        Field(
            description="Title or id of the series.",
            examples=["US-Japan Alliance Digest"],
        ),
    ]
    title: Annotated[
        _Name | None,
        Field(description="Title; made of series and number where not given."),
    ] = None
    volume: Annotated[int | None, Field(ge=1, le=999, examples=[2])] = None
    number: Annotated[
        int | None, Field(ge=1, le=999, description="Number within the volume.", examples=[7])
    ] = None
    issue_date: Annotated[
        date | None,
        Field(
            ge=FIRST_DAY,
            le=LAST_DAY,
            description="Day of issue; inferred from volume and number where not given.",
        ),
    ] = None
    image_credit: _Name | None = None
    retold: Annotated[
        bool,
        Field(description="It retells the publication; it is not the publisher's own text."),
    ] = False
    items: Annotated[
        tuple[ItemDocument, ...],
        # Told by the validator below: Pydantic's own minimum also complains of faulty items.
        Field(
            max_length=MAX_ITEMS,
            description="The items in order.",
            json_schema_extra={"minItems": 1},
        ),
    ]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.items:
            raise ValueError("items is empty: a digest has at least one")
        if (self.volume is None) != (self.number is None):
            raise ValueError("volume and number go together: give both or neither")
        return self


def read_json(data: bytes, hints: SourceHints) -> RawDigest:
    """Read a digest document.

    Raises:
        UnreadableSource: it is not JSON, has other fields, or is of no known series or issue.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        _refuse_repeats(data, hints.origin)
        document = DigestDocument.model_validate_json(data)
    except ValidationError as error:
        told = sentence(faults(error, DigestDocument))
        raise UnreadableSource(f"{hints.origin}: {told}") from error
    profile = _series(document, hints)
    numbered = document.volume is not None and document.number is not None
    stated = (document.volume or 0, document.number or 0) if numbered else None
    volume, number = believed(stated, None, hints)
    if volume is None and document.issue_date is None:
        raise UnreadableSource(
            f"{hints.origin}: the issue cannot be dated: give volume and number, or issue_date"
        )
    return RawDigest(
        series=profile.slug,
        title=document.title or profile.title,
        volume=volume,
        number=number,
        stated_date=document.issue_date,
        image_credit=document.image_credit,
        items=tuple(
            RawItem(item.headline, item.text, None, None, truncated=not item.text)
            for item in document.items
        ),
        remarks=tuple(
            Remark(
                Severity.WARNING,
                "paragraph-missing",
                "this headline's paragraph is missing; the event has its headline only",
                hints.origin,
                words=item.headline,
            )
            for item in document.items
            if not item.text
        ),
        retold=document.retold,
        title_stated=document.title is not None,
    )


def _series(document: DigestDocument, hints: SourceHints) -> SeriesProfile:
    named = hints.series or document.series
    profile = profiles().get(named) or series_named(named)
    if profile is None:
        raise UnreadableSource(
            f"{hints.origin}: unknown series {named!r} "
            f"(known: {', '.join(p.title for p in profiles().values())})"
        )
    return profile


def _refuse_repeats(data: bytes, origin: str) -> None:
    """A name that stands twice in one object would lose its first value."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        for name in names:
            if names.count(name) > 1:
                raise UnreadableSource(f"{origin}: {name[:60]!r} stands twice in one object")
        return dict(pairs)

    try:
        json.loads(data, object_pairs_hook=once)
    except (ValueError, RecursionError):
        return  # told by the validation, with its place
