"""Bytes to text: the encoding found or refused, control characters taken out."""

import itertools
import re

from charset_normalizer import from_bytes

from indexer.errors import UnreadableSource
from indexer.readers.report import Report

_SAMPLE = 64 * 1024
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# C0 and C1 controls that are no line end or tab, and marks that turn or hide what is read.
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_DAMAGED = "\ufffd"
# What files of today are in; old Macintosh and mainframe code pages are not guessed at.
_PLAUSIBLE = (
    *("cp932", "euc_jp", "iso2022_jp", "cp949", "gb18030", "big5", "cp1250", "cp1251", "koi8_r"),
    *("cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
)
# Bytes that Windows-1252 has for quotes, dashes and the like, and Western letters.
_WESTERN = re.compile(rb"[\x80\x82\x84-\x8c\x8e\x91-\x9c\x9e-\xff]")


def decode(data: bytes, report: Report, *, stated: str | None = None) -> str:
    """The text of bytes, control characters replaced by spaces.

    Args:
        data: the bytes.
        report: takes what is doubtful.
        stated: the encoding that the source itself names, tried right after UTF-8.

    Raises:
        UnreadableSource: no encoding fits, or it is no text.
    """
    text = clean(_decoded(data, report, stated), report)
    if text.count(_DAMAGED) * 100 > max(len(text), 100):
        raise UnreadableSource(f"{report.file}: the text is damaged: its encoding was lost before")
    return text


def clean(text: str, report: Report) -> str:
    """Text without control characters; form feeds and separators become line ends.

    Raises:
        UnreadableSource: it holds NUL characters.
    """
    if "\x00" in text:
        raise UnreadableSource(f"{report.file}: the file holds NUL bytes, so it is not text")
    text = re.sub("[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    found = _CONTROL.search(text)
    if found is None:
        return text
    line = text.count("\n", 0, found.start()) + 1
    if _visible(found[0]):
        report.note(
            "control-character",
            f"the character U+{ord(found[0]):04X} is not part of any text; a space stands for it",
            line=line,
        )
    return _CONTROL.sub(lambda match: " " if _visible(match[0]) else "", text)


def _visible(char: str) -> bool:
    """Marks without width stand inside words; a space for them would part these."""
    return char < "\u2000"


def _decoded(data: bytes, report: Report, stated: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableSource(
                    f"{report.file}: it begins as {encoding.removesuffix('-sig').upper()}, but its "
                    "bytes do not fit that encoding"
                ) from error
    wide = _wide(data) if b"\x00" in data[:_SAMPLE] else None
    for name in (wide or "utf-8", stated):
        try:
            if name:
                text = data.decode(name)
                if name == wide:
                    report.warn("encoding", f"the file is not UTF-8; it was read as {name}")
                return text
        except (UnicodeDecodeError, LookupError):
            continue
    return _guessed(data, report)


def _guessed(data: bytes, report: Report) -> str:
    if b"\x00" in data:
        raise UnreadableSource(f"{report.file}: the file holds NUL bytes, so it is not text")
    encoding = _likeliest(data)
    if encoding is None:
        raise UnreadableSource(
            f"{report.file}: the file's encoding cannot be made out; save it as UTF-8"
        )
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"{report.file}: the file's encoding cannot be made out; save it as UTF-8"
        ) from error
    shown = "Windows-1252" if encoding == "cp1252" else encoding
    report.warn("encoding", f"the file is not UTF-8; it was read as {shown}")
    return text


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of plain letters is zero."""
    head = data[:4096]
    if len(data) % 2:
        return None
    for encoding, zeros, others in (
        ("utf-16-le", head[1::2], head[::2]),
        ("utf-16-be", head[::2], head[1::2]),
    ):
        if zeros.count(0) > 0.6 * len(zeros) and others.count(0) < 0.1 * len(others):
            return encoding
    return None


def _likeliest(data: bytes) -> str | None:
    """Windows-1252 where all but a few bytes are plain, else what charset-normalizer finds."""
    high = [match.start() for match in re.finditer(rb"[\x80-\xff]", data[:_SAMPLE])]
    western = sum(1 for at in high if _WESTERN.match(data, at))
    pairs = sum(1 for a, b in itertools.pairwise(high) if b == a + 1)
    if len(high) * 12 < len(data[:_SAMPLE]) and western == len(high) and pairs * 4 <= len(high):
        return "cp1252"
    sample = data[:_SAMPLE].rsplit(b"\n", 1)[0] or data[:_SAMPLE]
    best = from_bytes(sample, cp_isolation=list(_PLAUSIBLE)).best()
    return best.encoding if best is not None else None
