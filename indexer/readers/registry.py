"""The registry of forms that digests arrive in: one row each, read by every door."""

from collections.abc import Sequence

from indexer.errors import SourceTooLarge, UnknownFormat, UnreadableSource
from indexer.normalise.series import SeriesRegistry
from indexer.normalise.series_known import known
from indexer.readers import feed, html, json, mail, markdown, ndjson, pdf, text
from indexer.readers.encoding import as_utf8
from indexer.readers.format import HEAD, Format, Part, Unread
from indexer.readers.raw import RawDigest, SourceHints

# In order of asking: the surest signatures first, plain text last, since it takes everything.
FORMATS: tuple[Format, ...] = (
    pdf.FORMAT,
    mail.FORMAT,
    feed.FORMAT,
    html.FORMAT,
    ndjson.FORMAT,
    json.FORMAT,
    markdown.FORMAT,
    text.FORMAT,
)
UNREAD: tuple[Unread, ...] = (
    Unread(b"PK\x03\x04", "a ZIP or office file", "save it as PDF, HTML or plain text"),
    Unread(b"\xd0\xcf\x11\xe0", "an old office file", "save it as PDF, HTML or plain text"),
    Unread(b"{\\rtf", "an RTF document", "save it as plain text"),
    Unread(b"\x89PNG", "a PNG image", "run text recognition on it, and send the text"),
    Unread(b"\xff\xd8\xff", "a JPEG image", "run text recognition on it, and send the text"),
    Unread(b"GIF8", "a GIF image", "run text recognition on it, and send the text"),
    Unread(b"II*\x00", "a TIFF image", "run text recognition on it, and send the text"),
    Unread(b"\x1f\x8b", "a gzip file", "unpack it first"),
    Unread(b"7z\xbc\xaf", "a 7-Zip file", "unpack it first"),
    Unread(b"BZh", "a bzip2 file", "unpack it first"),
    Unread(b"\xfd7zXZ", "an xz file", "unpack it first"),
)


def format_of(data: bytes, origin: str = "") -> Format:
    """The form of the bytes, by their content."""
    head = as_utf8(data[:HEAD])
    return next(form for form in FORMATS if form.sniff(head, origin))


def media_type(data: bytes, origin: str = "") -> str:
    """The media type that the bytes themselves show."""
    return format_of(data, origin).media_types[0]


def kept_types() -> tuple[str, ...]:
    """The media types that sources are kept under, one for each form."""
    return tuple(form.media_types[0] for form in FORMATS)


def suffix_of(media_type: str) -> str:
    """The usual suffix of files of a media type, with its dot; ``.bin`` where no form has it."""
    return next((form.suffixes[0] for form in FORMATS if media_type in form.media_types), ".bin")


def suffixes() -> tuple[str, ...]:
    """Suffixes of files that are looked for in folders, with their dots."""
    return tuple(suffix for form in FORMATS for suffix in form.suffixes)


def titles() -> str:
    """The forms that are read, for help and messages."""
    names = [form.title for form in FORMATS]
    return f"{', '.join(names[:-1])} or {names[-1]}"


def read(
    data: bytes,
    hints: SourceHints,
    *,
    max_bytes: int,
    series: SeriesRegistry | None = None,
) -> RawDigest:
    """Read a digest.

    Args:
        data: the file as received.
        hints: its name, and whatever the caller knows of series and volume.
        max_bytes: largest size accepted.
        series: the known series; those of the context where not given.

    Raises:
        UnknownFormat: no reader knows this kind of content.
        SourceTooLarge: there are more bytes than ``max_bytes``.
        UnreadableSource: it is no digest, or damaged.
    """
    form = _checked(data, hints, max_bytes)
    return form.read(data, hints, series or known())


def parts(
    data: bytes,
    hints: SourceHints,
    *,
    max_bytes: int,
    series: SeriesRegistry | None = None,
) -> Sequence[Part]:
    """The issues that a source holds, each as a source of its own that ``read`` takes.

    Most sources are one issue, and come back as they are.

    Raises:
        UnreadableSource: as ``read``.
    """
    form = _checked(data, hints, max_bytes)
    if form.parts is None:
        return (Part(kept(data, hints.origin), hints),)
    return form.parts(data, hints, series or known())


def kept(data: bytes, origin: str = "") -> bytes:
    """The bytes as they are stored: a mail loses its recipients and its tracking."""
    form = format_of(data, origin)
    return data if form.kept is None else form.kept(data)


def _checked(data: bytes, hints: SourceHints, max_bytes: int) -> Format:
    if not data.strip():
        raise UnreadableSource(f"{hints.origin}: the file is empty")
    if len(data) > max_bytes:
        raise SourceTooLarge(
            f"{hints.origin}: {len(data):,} bytes is more than the {max_bytes:,} allowed "
            "(ENTENTE_MAX_SOURCE_MB)"
        )
    for unread in UNREAD:
        if data.startswith(unread.signature):
            raise UnknownFormat(
                f"{hints.origin}: this is {unread.title}, which is not read; {unread.instead} "
                f"(read are {titles()})"
            )
    return format_of(data, hints.origin)
