"""Digest text made fit for formats that read lines: no control characters, no odd line ends."""

import re

_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def readable(text: str) -> str:
    r"""The text with every line end as ``\n`` and without control characters but the tab.

    What is left out (NUL, escape, lone surrogates, non-characters) covers all that XML 1.0 and
    iCalendar forbid.
    """
    if text.isprintable():  # nearly every text: nothing of it ends a line or controls anything
        return text
    return _UNREADABLE.sub("", _LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    """The readable text on one line; runs of white space become one blank."""
    return " ".join(readable(text).split())
