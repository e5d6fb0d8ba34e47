"""Front matter: the fields in YAML, TOML or JSON that stand before a text."""

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

from indexer.errors import UnreadableSource

_FRONT = re.compile(
    r"\ufeff?\s*(?P<mark>---|\+\+\+|;;;)(?P<form>json|yaml|toml)?[ \t]*\r?\n"
    r"(?P<body>.*?\n)?(?:(?P=mark)|\.\.\.)[ \t]*\r?\n",
    re.DOTALL,
)
# Lines of fields without a fence, and the title block of Pandoc.
_BARE = re.compile(r"\ufeff?\s*(?P<body>(?:[A-Za-z][\w -]{0,30}:[ \t]+\S.*\n){2,20})[ \t]*\r?\n")
_PERCENT = re.compile(
    r"\ufeff?%[ \t]*(?P<title>\S.*)\n(?:%[ \t]*(?P<author>.*)\n)?(?:%[ \t]*(?P<date>.*)\n)?"
)
# A colon inside a value that stands without quotes.
_UNQUOTED = re.compile(
    r"(?m)^([A-Za-z][\w -]{0,30}:[ \t]+)([^\s\"'\[{|>&*!#%@`][^\n\"]*:[ \t][^\n\"]*)$"
)
_LONGEST_FRONT = 20_000
# The libraries take the square of the time for lists in lists and for keys of many parts.
_MAX_BRACKETS = 500
_MANY_PARTS = re.compile(r"(?:[\w-]{1,60}\s?\.\s?){40}")
_FORM_OF_MARK = {"---": "yaml", "+++": "toml", ";;;": "json"}
TITLES = ("title", "headline", "subject")


def front_matter(text: str, origin: str) -> tuple[Mapping[str, Any], int]:
    """The fields that stand before a text, and where they end; 0 where there are none.

    Raises:
        UnreadableSource: they are damaged.
    """
    text = text[:_LONGEST_FRONT]
    if end := json_front(text):
        return _lowered(json.loads(text[:end].lstrip("\ufeff"))), end
    if match := _FRONT.match(text):
        form = match["form"] or _FORM_OF_MARK[match["mark"]]
        return _values(form, match["body"] or "", origin), match.end()
    if match := _PERCENT.match(text):
        return {name: value for name, value in match.groupdict().items() if value}, match.end()
    match = _BARE.match(text)
    fields = dict(line.split(":", 1) for line in match["body"].splitlines()) if match else {}
    values = {name.strip().lower().replace(" ", "_"): v.strip() for name, v in fields.items()}
    return (values, match.end()) if match and any(t in values for t in TITLES) else ({}, 0)


def json_front(text: str) -> int:
    """Where a JSON object ends that stands above a text of words; 0 where none does."""
    start = re.match(r"\ufeff?\s*(?=\{)", text)
    if start is None:
        return 0
    try:
        found, end = json.JSONDecoder().raw_decode(text, start.end())
    except (ValueError, RecursionError):
        return 0
    parted = re.match(r"[ \t]*\r?\n\s*(?=[^\s{\[\]},])", text[end:])
    return end + parted.end() if isinstance(found, dict) and parted else 0


def _values(form: str, body: str, origin: str) -> Mapping[str, Any]:
    """The keys of front matter in lower case; dates of YAML and TOML are dates."""
    if body.count("[") + body.count("{") > _MAX_BRACKETS or _MANY_PARTS.search(body):
        raise UnreadableSource(
            f"{origin}: its front matter has over {_MAX_BRACKETS} brackets, or a key of over 40 "
            "parts; only title, date, series, volume and number are read of it"
        )
    try:
        # JSON is YAML, but a tab in it is not.
        read = {"toml": tomllib.loads, "json": json.loads}.get(form, _yaml)
        values = read(body)
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise UnreadableSource(f"{origin}: its front matter cannot be read: {reason}") from error
    return _lowered(values) if isinstance(values, dict) else {}


def _lowered(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keys in lower case, with those one level below."""
    # Some programs keep keys of their own one level below: [params], [extra].
    below = [item for value in values.values() if isinstance(value, dict) for item in value.items()]
    return {str(key).lower().replace("-", "_"): value for key, value in (*below, *values.items())}


def _yaml(body: str) -> Any:
    """YAML; a title with a colon in it may want its quotes."""
    try:
        return yaml.load(body, _Plain)  # noqa: S506  (a safe loader)
    except yaml.YAMLError:
        quoted = _UNQUOTED.sub(lambda match: f'{match[1]}"{match[2].strip()}"', body)
        if quoted == body:
            raise
        return yaml.load(quoted, _Plain)  # noqa: S506  (as above)


class _Plain(yaml.SafeLoader):
    """YAML without references: a few lines of them stand for more values than fit in memory."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """The next node; a reference is none.

        Raises:
            yaml.YAMLError: it is a reference.
        """
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("it refers to other values (*name); write them out")
        return super().compose_node(parent, index)
