"""Which addresses are answered from the store alone, without a question to the search engine."""

import re

# Whatever is not listed is taken to ask the engine, too.
_FROM_STORE = re.compile(
    r"/(about|docs.*|openapi\.json|digests|digests/.*|events/.*|stories|stories/.*|upcoming|due)"
    r"|/(api|api/v1|sitemap\.xml|robots\.txt|opensearch\.xml|favicon\.ico)"
    r"|/api/v1/(changes.*|cite.*|digests|digests/.*|series|series/.*|events/.*|stories|stories/.*"
    r"|quality)"
)
# Said by their own routes, or about this process and this moment.
OF_THIS_PROCESS = (
    "/static/",
    "/docs/assets/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/editor",
    "/problems",
)


def from_store(path: str) -> bool:
    """Whether what stands at a path comes from the store alone."""
    return _FROM_STORE.fullmatch(path) is not None
