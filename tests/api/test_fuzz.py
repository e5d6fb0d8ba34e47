"""Schemathesis in short, with every check; `make fuzz` runs it in full."""

from pathlib import Path

import pytest

from tests.fuzz import fuzz

_SHORT = 2
# The same cases every time: what a new one finds is for `make fuzz`, not for somebody's change.
_SEED = 1
_PHASES = "examples,fuzzing"


@pytest.mark.parametrize(
    "engine",
    [
        "tantivy",
        pytest.param("meilisearch", marks=[pytest.mark.meilisearch, pytest.mark.long]),
    ],
)
def test_no_request_breaks_the_api(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    """No 5xx, nothing undescribed, nothing well-formed refused without a reason."""
    environment = {}
    if engine == "meilisearch":
        server = request.getfixturevalue("meilisearch")
        environment = {
            "ENTENTE_MEILI_URL": server.url,
            "ENTENTE_MEILI_KEY": server.master_key,
            "ENTENTE_MEILI_INDEX": "fuzz",
            "ENTENTE_MEILI_TIMEOUT": "60",
        }
    cases, report = fuzz(environment, tmp_path, examples=_SHORT, phases=_PHASES, seed=_SEED)
    assert report == ""
    assert cases > 100
