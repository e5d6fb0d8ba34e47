"""Resources: digests and events by addresses of their own, as the API answers them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from json import dumps
from typing import Any
from urllib.parse import quote, unquote

from api.mcp.asking import Api

MEDIA_TYPE = "application/json"
_PAGE = 50
_ADDRESS = re.compile(r"entente://(?P<room>events|digests|stories)/(?P<id>[^/?#]+)")


@dataclass(frozen=True, slots=True)
class Listed:
    """A resource that is listed.

    Attributes:
        uri: its address.
        name: its id.
        title: for people.
    """

    uri: str
    name: str
    title: str


TEMPLATES = (
    ("entente://events/{event_id}", "event", "One event with its evidence, story and history"),
    ("entente://digests/{digest_id}", "digest", "One issue with its events"),
    ("entente://stories/{story_id}", "story", "One story told across issues"),
)


async def digests(api: Api, cursor: str | None) -> tuple[list[Listed], str | None]:
    """Issues, newest first, and where the next page begins.

    Raises:
        Refused: the API answers with a problem.
    """
    offset = int(cursor) if cursor and cursor.isdecimal() else 0
    page = await api.get("/digests", [("limit", str(_PAGE)), ("offset", str(offset))])
    found = [
        Listed(f"entente://digests/{quote(one['id'], safe='')}", one["id"], one["title"])
        for one in page["items"]
    ]
    following = offset + len(found)
    return found, str(following) if following < page["total"] else None


async def read(api: Api, uri: str) -> str | None:
    """A resource as JSON; None where no resource has such an address.

    Raises:
        Refused: there is none of that id, or the API cannot answer.
    """
    match = _ADDRESS.fullmatch(uri)
    if match is None:
        return None
    path = f"/{match['room']}/{quote(unquote(match['id']), safe='')}"
    body: Mapping[str, Any] = await api.get(path)
    return dumps(body, ensure_ascii=False)
