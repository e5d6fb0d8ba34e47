"""Swagger UI from its Python package, so nothing comes from elsewhere.

With the site, `/docs` is the site's own reference, and this page stands at `/docs/try` alone.
"""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

router = APIRouter(include_in_schema=False)
ASSETS = "/docs/assets"

_PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Entente API</title>
<link rel="icon" href="{ASSETS}/favicon-32x32.png">
<link rel="stylesheet" href="{ASSETS}/swagger-ui.css">
</head>
<body>
<p><a href="/">Entente</a> · <a href="/docs">API reference</a> ·
<a href="/openapi.json">openapi.json</a></p>
<div id="swagger-ui"></div>
<noscript>This page needs JavaScript; the description itself is at
<a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="{ASSETS}/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_START = """SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
});
"""
# Swagger UI carries its pictures as data: addresses and sets styles from its script.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


@router.get("/docs")
@router.get("/docs/try")
def docs() -> HTMLResponse:
    """Try the API in the browser."""
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": _POLICY})


@router.get("/docs/start.js")
def start() -> Response:
    """Starts Swagger UI; a file of its own, since the policy allows no inline scripts."""
    return Response(_START, media_type="text/javascript")
