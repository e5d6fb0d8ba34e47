"""Elements of XML; characters that XML 1.0 forbids are left out."""

from collections.abc import Mapping
from html import escape

from api.answers.formats.text import readable


def element(name: str, text: str, **attributes: str) -> str:
    """An element with text in it."""
    return f"<{name}{_attributes(attributes)}>{_xml(text)}</{name}>"


def empty(name: str, **attributes: str) -> str:
    """An element with nothing in it."""
    return f"<{name}{_attributes(attributes)}/>"


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{_xml(value)}"' for name, value in attributes.items())


def _xml(text: str) -> str:
    return escape(readable(text))
