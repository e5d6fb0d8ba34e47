"""Readers turn the bytes of a digest into a RawDigest; they sniff content, not only suffixes."""

from indexer.readers.format import Part
from indexer.readers.raw import RawDigest, RawItem, SourceHints
from indexer.readers.registry import kept, kept_types, media_type, parts, read, suffix_of

__all__ = [
    "JSON_TYPE",
    "TEXT_TYPE",
    "Part",
    "RawDigest",
    "RawItem",
    "SourceHints",
    "kept",
    "kept_types",
    "media_type",
    "parts",
    "read",
    "suffix_of",
]

JSON_TYPE = "application/json"
TEXT_TYPE = "text/plain"
