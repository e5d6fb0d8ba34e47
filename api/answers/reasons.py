"""Lines that people write: one line, without characters that cannot be shown."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

_MAX_REASON = 500
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029"
_UNSHOWN = re.compile(f"[{_CONTROL}]")
_SAYS_SOMETHING = rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$"


def _one_line(text: str) -> str:
    """Runs of white space as one space; control characters are refused."""
    if _UNSHOWN.search(text):
        raise ValueError("holds characters that cannot be shown")
    line = " ".join(text.split())
    if not line:
        raise ValueError("must say something")
    return line


Line = Annotated[
    str, Field(json_schema_extra={"pattern": _SAYS_SOMETHING}), AfterValidator(_one_line)
]
Reason = Annotated[
    str,
    Field(
        min_length=1,
        max_length=_MAX_REASON,
        examples=["The venue was Manila."],
        json_schema_extra={"pattern": _SAYS_SOMETHING},
    ),
    AfterValidator(_one_line),
]
