"""Readers turn the bytes of a digest into a RawDigest; they sniff content, not only suffixes."""

import re

from indexer.errors import SourceTooLarge, UnknownFormat, UnreadableSource
from indexer.readers.json import read_json
from indexer.readers.raw import RawDigest, RawItem, SourceHints
from indexer.readers.text import read_text

__all__ = ["JSON_TYPE", "TEXT_TYPE", "RawDigest", "RawItem", "SourceHints", "media_type", "read"]

_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip file"),
)
# A digest in plain text may begin with a bracket, but not with one that opens a list of values.
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*[\[{\"\]])")
JSON_TYPE = "application/json"
TEXT_TYPE = "text/plain"
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body")


def media_type(data: bytes) -> str:
    """The media type that the bytes themselves show: JSON or plain text."""
    return JSON_TYPE if _JSON.match(data) else TEXT_TYPE


def read(data: bytes, hints: SourceHints, *, max_bytes: int) -> RawDigest:
    """Read a digest.

    Args:
        data: the file as received.
        hints: its name, and whatever the caller knows of series and volume.
        max_bytes: largest size accepted.

    Raises:
        UnknownFormat: no reader knows this kind of content.
        SourceTooLarge: there are more bytes than ``max_bytes``.
        UnreadableSource: it is no digest, or damaged.
    """
    if not data.strip():
        raise UnreadableSource(f"{hints.origin}: the file is empty")
    if len(data) > max_bytes:
        raise SourceTooLarge(
            f"{hints.origin}: {len(data):,} bytes is more than the {max_bytes:,} allowed "
            "(ENTENTE_MAX_SOURCE_MB)"
        )
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise UnknownFormat(f"{hints.origin}: this is {kind}; digests are read as text or JSON")
    if data[:2048].lstrip().lower().startswith(_MARKUP):
        raise UnknownFormat(
            f"{hints.origin}: this is an HTML page; digests are read as plain text, so save the "
            "page's text"
        )
    reader = read_json if media_type(data) == JSON_TYPE else read_text
    return reader(data, hints)
