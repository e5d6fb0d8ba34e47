"""Links that mail programs write into the text of a mail, behind the words that they are of."""

import re

# No address goes on over another opening bracket, round ones in pairs apart: else each of many that
# are never closed would be read to the end.
_BEHIND = re.compile(
    r"(?<![ \t])[ \t]*(?:<https?://[^\s<>]+>|\[https?://[^\s\[\]]+\]"
    r"|\(https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*\))"
)
# "[3] https://...": the list at the end, to which marks in the text refer.
_LISTED = re.compile(r"(?m)^[ \t]*\[(\d{1,3})\][ \t]+https?://\S+[ \t]*$")
_MARK = re.compile(r"[ \t]?\[(\d{1,3})\](?=[\s.,;:)]|$)")


def without_links(text: str) -> str:
    """The words of a mail without the addresses that stand in brackets behind them."""
    text = _BEHIND.sub("", text)
    listed = set(_LISTED.findall(text))
    if not listed:
        return text
    text = _LISTED.sub("", text)
    return _MARK.sub(lambda match: "" if match[1] in listed else match[0], text)
