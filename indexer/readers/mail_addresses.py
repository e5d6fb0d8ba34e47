"""Addresses of people, found in headers and taken out of words."""

import re
from collections import defaultdict
from collections.abc import Iterable

from indexer.errors import UnreadableSource

_ADDRESS = re.compile(r"[^\s<>,;:\"()@\[\]]{1,64}@[^\s<>,;:\"()@\[\]]{1,255}")

_MOST = 100_000  # at signs of a text


def addresses_in(value: str) -> set[str]:
    """Every address that a header names."""
    return {found.rstrip(".") for found in _ADDRESS.findall(value)}


class Addresses:
    """Finds addresses again, in a time that grows with the text and not with their number.

    Args:
        found: the addresses.
    """

    def __init__(self, found: Iterable[str]) -> None:
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        for address in found:
            name, _, domain = address.lower().rpartition("@")
            self._names[domain].add(name)
        self._domain_lengths = sorted(set(map(len, self._names)), reverse=True)
        self._name_lengths = {
            domain: sorted(set(map(len, names)), reverse=True)
            for domain, names in self._names.items()
        }

    def replaced(self, text: str, by: str) -> str:
        """The text with other words in the place of each of them, in capitals or not.

        Raises:
            UnreadableSource: more may be addresses than a digest has.
        """
        if not self._names:
            return text
        if text.count("@") > _MOST:
            raise UnreadableSource(f"a mail with more than {_MOST:,} addresses is no digest")
        pieces, at = [], 0
        for sign in re.finditer("@", text):
            start, end = self._around(text, sign.start())
            if start >= at and end > start:
                pieces += [text[at:start], by]
                at = end
        return "".join([*pieces, text[at:]])

    def _around(self, text: str, sign: int) -> tuple[int, int]:
        """Where the longest of them stands around a sign; nowhere is from 0 to 0."""
        for length in self._domain_lengths:
            end = sign + 1 + length
            domain = text[sign + 1 : end].lower()
            for name in self._name_lengths.get(domain, ()):
                start = max(0, sign - name)
                if text[start:sign].lower() in self._names[domain]:
                    return start, end
        return 0, 0
