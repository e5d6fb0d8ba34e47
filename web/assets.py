"""What pages load: a style sheet, a script, htmx, the serif; their addresses name their content.

An address with a hash never answers anything else, so that browsers and proxies may keep it for a
year. All of it is read when the application starts, a few dozen kilobytes.
"""

import hashlib
import importlib.resources
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from fastapi import APIRouter, Response

from indexer.errors import NotFound
from web import fonts

FOREVER = "public, max-age=31536000, immutable"
STYLES = "entente.css"
SCRIPT = "entente.js"

_STATIC = Path(__file__).parent / "static"
_LAYERS = ("base", "components", "utilities")
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".ico": "image/x-icon",
}
_HASH = 10

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served.

    Attributes:
        url: its address, which names its content.
        content: its bytes.
        media_type: what they are.
    """

    url: str
    content: bytes
    media_type: str


@cache
def assets() -> Mapping[str, Asset]:
    """Every file by its plain name."""
    found = {name: _asset(name, content) for name, content in _files()}
    faces = _font_faces(found)
    return {**found, STYLES: _asset(STYLES, (faces + _styles()).encode())}


def url(name: str) -> str:
    """The address of a file.

    Raises:
        KeyError: there is no such file.
    """
    return assets()[name].url


@router.get("/static/{name}")
async def static(name: str) -> Response:
    """A file under the address that names its content."""
    asset = _by_address().get(name)
    if asset is None:
        raise NotFound(f"there is no file {name!r}")
    headers = {"Cache-Control": FOREVER}
    return Response(asset.content, media_type=asset.media_type, headers=headers)


@cache
def _by_address() -> Mapping[str, Asset]:
    return {asset.url.rpartition("/")[2]: asset for asset in assets().values()}


def _files() -> Iterator[tuple[str, bytes]]:
    """Name and content of everything but the style sheet."""
    htmx = importlib.resources.files("js_lib_htmx") / "static" / "htmx" / "htmx.min.js"
    yield "htmx.js", htmx.read_bytes()
    yield SCRIPT, _script()
    for path in sorted(_STATIC.iterdir()):
        if path.suffix in _TYPES:
            yield path.name, path.read_bytes()
    for weight in fonts.WEIGHTS:
        path = fonts.FOLDER / fonts.file_name(weight)
        if path.is_file():
            yield path.name, path.read_bytes()


def _script() -> bytes:
    """Every script, each in a scope of its own."""
    parts = [path.read_text(encoding="utf-8") for path in sorted((_STATIC / "js").glob("*.js"))]
    return "\n".join(f"(() => {{\n{part}}})();" for part in parts).encode()


def _styles() -> str:
    """Every style sheet in the layer of its folder; later layers win whatever the selector."""
    layers = [f"@layer {', '.join(_LAYERS)};"]
    for layer in _LAYERS:
        files = sorted((_STATIC / "css" / layer).glob("*.css"))
        rules = "\n".join(path.read_text(encoding="utf-8") for path in files)
        layers.append(f"@layer {layer} {{\n{rules}}}")
    return "\n".join(layers)


def _font_faces(found: Mapping[str, Asset]) -> str:
    return "".join(
        f'@font-face {{\n  font-family: "{fonts.FAMILY}";\n  font-weight: {weight};\n'
        f'  font-display: swap;\n  src: url("{asset.url}") format("woff2");\n}}\n'
        for weight in fonts.WEIGHTS
        if (asset := found.get(fonts.file_name(weight)))
    )


def _asset(name: str, content: bytes) -> Asset:
    path = PurePosixPath(name)
    digest = hashlib.sha256(content).hexdigest()[:_HASH]
    return Asset(f"/static/{path.stem}.{digest}{path.suffix}", content, _TYPES[path.suffix])
