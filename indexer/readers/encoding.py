"""Bytes to text: the encoding found or refused, control characters taken out."""

import codecs
import itertools
import re

from charset_normalizer import from_bytes

from indexer.errors import UnreadableSource
from indexer.readers.latin import latin_encoding
from indexer.readers.report import Report

_SAMPLE = 64 * 1024
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Python knows more as encodings than those of texts: transformations of host names and of its own
# sources, which fail in other ways or take the square of the length.
NO_CHARSETS = frozenset(
    {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}
)
# C0 and C1 controls that are no line end or tab, and marks that turn or hide what is read.
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_DAMAGED = "\ufffd"
# What files of today are in, other scripts than Latin; old Macintosh and mainframe code pages are
# not guessed at.
_PLAUSIBLE = (
    *("cp932", "euc_jp", "cp949", "gb18030", "big5", "cp1251", "koi8_r"),
    *("cp1253", "cp1255", "cp1256"),
)
# As charset-normalizer measures it: right guesses on short digests stay below, wrong ones above.
_MOST_CHAOS = 0.1
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_OTHER_ALPHABET = re.compile("[\u0370-\u052f\u0590-\u06ff]")
_KOREAN = re.compile("[\uac00-\ud7a3\u3131-\u318e]")
_JAMO = re.compile("[\u3131-\u318e]")
_CYRILLIC = re.compile("[\u0400-\u052f]{4,}")
_GREEK = re.compile("[\u0370-\u03ff]{4,}")
_ACCENTS = frozenset("άέήίόύώΐΰ")
_VOWELS = frozenset("аеёиоуыэюяіїєў")
# Escapes that switch a Japanese mail from one set of characters to another.
_ISO_2022 = re.compile(rb"\x1b(?:\$[@B]|\([BJ])")


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


def charset(name: str | None) -> str | None:
    """The encoding that a source names; None where there is no such, or texts are in no such."""
    try:
        found = codecs.lookup(name or "").name.replace("-", "_")
    except (LookupError, ValueError):  # a name may hold anything, NUL too
        return None
    return None if found in NO_CHARSETS else name


def as_utf8(data: bytes) -> bytes:
    """The bytes, brought to UTF-8 where they are of an encoding of two or four bytes a letter."""
    marked = next((name for mark, name in _MARKS[1:] if data.startswith(mark)), None)
    encoding = marked or (_wide(data) if b"\x00" in data[:_SAMPLE] else None)
    if encoding is None:
        return data
    try:
        return data.decode(encoding).encode()
    except (UnicodeDecodeError, UnicodeEncodeError):
        return data


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
    unmarked = _unmarked(data)
    for name in (unmarked or "utf-8", charset(stated)):
        try:
            if name:
                text = data.decode(name)
                if name == unmarked:
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


def _unmarked(data: bytes) -> str | None:
    """An encoding that would pass for UTF-8, and is shown by its zeros or its escapes."""
    head = data[:_SAMPLE]
    if b"\x00" in head:
        return _wide(data)
    if b"\x1b$" in head and _ISO_2022.search(head):
        return "iso2022_jp"
    return None


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
    """Letters with accents stand alone in Latin words; in other scripts whole words are of them."""
    sample = data[:_SAMPLE].rsplit(b"\n", 1)[0] or data[:_SAMPLE]
    high = [match.start() for match in re.finditer(rb"[\x80-\xff]", sample)]
    pairs = sum(1 for a, b in itertools.pairwise(high) if b == a + 1)
    if pairs * 4 <= len(high):
        return latin_encoding(data)
    for guess in from_bytes(sample, cp_isolation=list(_PLAUSIBLE)):
        if guess.chaos <= _MOST_CHAOS and _could_be_written(str(guess)):
            return guess.encoding
    return latin_encoding(data)


def _could_be_written(text: str) -> bool:
    """Whether nothing shows that a guess is wrong, though all its bytes are letters."""
    if _mixed(text):
        return False
    korean = len(_KOREAN.findall(text))
    if len(_JAMO.findall(text)) * 20 > korean:  # letters of Korean stand in syllables
        return False
    words = _CYRILLIC.findall(text)
    bare = sum(not _VOWELS & set(word.lower()) for word in words)
    greek = _GREEK.findall(text)
    accented = sum(bool(_ACCENTS & set(word.lower())) for word in greek)
    return bare * 10 <= len(words) and accented * 3 >= len(greek)


def _mixed(text: str) -> bool:
    """Whether a word has letters of Latin and of another alphabet: no such word is written."""
    return any(_OTHER_ALPHABET.search(w) and _LATIN.search(w) for w in _WORD.findall(text))
