"""Readers turn the bytes of a digest into a RawDigest; they sniff content, not only suffixes."""

from indexer.readers.format import Part
from indexer.readers.raw import RawDigest, RawItem, SourceHints
from indexer.readers.registry import kept, media_type, parts, read

__all__ = [
    "JSON_TYPE",
    "TEXT_TYPE",
    "Part",
    "RawDigest",
    "RawItem",
    "SourceHints",
    "kept",
    "media_type",
    "parts",
    "read",
]

JSON_TYPE = "application/json"
TEXT_TYPE = "text/plain"
