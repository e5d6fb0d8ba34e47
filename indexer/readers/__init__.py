"""Readers turn the bytes of a digest into a RawDigest; they sniff content, not only suffixes."""

from indexer.errors import UnknownFormat, UnreadableSource
from indexer.readers.raw import RawDigest, RawItem, SourceHints
from indexer.readers.text import read_text

__all__ = ["RawDigest", "RawItem", "SourceHints", "media_type", "read"]

_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip file"),
)
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body")


def media_type(data: bytes) -> str:
    """The media type under which the bytes are kept: plain text is all that is read so far."""
    del data
    return "text/plain"


def read(data: bytes, hints: SourceHints, *, max_bytes: int) -> RawDigest:
    """Read a digest.

    Args:
        data: the file as received.
        hints: its name, and whatever the caller knows of series and volume.
        max_bytes: largest size accepted.

    Raises:
        UnknownFormat: no reader knows this kind of content.
        UnreadableSource: it is no digest, or damaged, or too large.
    """
    if not data.strip():
        raise UnreadableSource(f"{hints.origin}: the file is empty")
    if len(data) > max_bytes:
        raise UnreadableSource(
            f"{hints.origin}: {len(data):,} bytes is more than the {max_bytes:,} allowed "
            "(ENTENTE_MAX_SOURCE_MB)"
        )
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise UnknownFormat(f"{hints.origin}: this is {kind}; digests are read as plain text")
    if data[:2048].lstrip().lower().startswith(_MARKUP):
        raise UnknownFormat(
            f"{hints.origin}: this is an HTML page; digests are read as plain text, so save the "
            "page's text"
        )
    return read_text(data, hints)
