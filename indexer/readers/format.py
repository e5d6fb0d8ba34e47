"""What a reader of one form says of itself; ``registry`` lists them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.normalise.series import SeriesRegistry
from indexer.readers.raw import RawDigest, SourceHints

HEAD = 4096


@dataclass(frozen=True, slots=True)
class Part:
    """One issue out of a source that holds several, as a source of its own."""

    data: bytes
    hints: SourceHints


@dataclass(frozen=True, slots=True)
class Format:
    """A form that digests arrive in.

    Attributes:
        name: short and stable.
        title: as people call it, with its article: "an HTML page".
        media_types: the first is kept with the source.
        suffixes: of file names, with their dot, the usual one first.
        sniff: tells the form by the first bytes; the file's name decides only between forms of
            plain text.
        read: makes one issue of the bytes.
        parts: the issues that the bytes hold, each as bytes that ``read`` takes; None where a
            source of this form is always one issue.
        kept: the bytes as they are stored, without what is nobody's business; None for as they are.
    """

    name: str
    title: str
    media_types: tuple[str, ...]
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes, str], bool]
    read: Callable[[bytes, SourceHints, SeriesRegistry], RawDigest]
    parts: Callable[[bytes, SourceHints, SeriesRegistry], Sequence[Part]] | None = None
    kept: Callable[[bytes], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A form that is recognised and cannot be read.

    Attributes:
        signature: how it begins.
        title: as people call it.
        instead: what to do.
    """

    signature: bytes
    title: str
    instead: str
