"""If-Match: a write is done only to what its sender saw.

The state of an event or digest is the number of its last change. It stands in `changed` of an
event, and at the end of the ETag of both, behind a full stop where the ETag has other parts, which
are for caches.
"""

import re
from typing import Annotated

from fastapi import Depends, Header

_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_DESCRIPTION = (
    "Do it only where event or digest is as you saw it: the ETag of its answer, or of the dry run, "
    "or the number of its last change in quotes. Otherwise 412, with what has changed since."
)


async def _if_match(
    if_match: Annotated[str | None, Header(alias="If-Match", description=_DESCRIPTION)] = None,
) -> frozenset[int] | None:
    """Numbers of the last change that the sender saw; None where any will do."""
    if if_match is None or if_match.strip() == "*":
        return None
    states = (tag.rpartition(".")[2] for tag in _TAG.findall(if_match))
    # A tag that is none of ours matches nothing, as the header has it.
    return frozenset(int(state) for state in states if state.isdecimal() and len(state) < 19)  # noqa: PLR2004


IfMatch = Annotated[frozenset[int] | None, Depends(_if_match)]


def state_tag(state: int) -> str:
    """The ETag of a state."""
    return f'"{state}"'
