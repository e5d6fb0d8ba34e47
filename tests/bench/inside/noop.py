"""The yardstick of a request: the application with one more route, which does nothing.

noop.py PORT
"""

import sys

import uvicorn

from indexer.settings import Settings
from web.app import create_app

app = create_app(Settings())


@app.get("/noop")
def noop() -> dict[str, str]:
    """What any answer costs: the way through the middleware, a thread, and a small JSON body."""
    return {"status": "ok"}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
