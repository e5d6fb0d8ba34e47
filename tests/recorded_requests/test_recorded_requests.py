"""The recorded requests, put to the present code."""

import difflib
from collections.abc import Iterator

import pytest

from tests.databases import BOTH_WHEN_LONG, SQLITE
from tests.recorded_requests.play import ANSWERS, EVENTS, file_of, play, sections
from tests.servers import Postgres

_SHOWN = 200
_HOW = "where the change is meant, run `make record` and commit the difference"


@pytest.fixture(scope="module", params=BOTH_WHEN_LONG)
def played(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The answers over a base in either database."""
    if request.param == SQLITE:
        yield play()
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.new_store() as url:
        yield play(url)


@pytest.mark.parametrize("name", [*map(file_of, sections()), EVENTS])
def test_recorded_requests_are_answered_as_before(name: str, played: dict[str, str]) -> None:
    """Status, headers and answer are those on record; else the difference is shown."""
    recorded = (ANSWERS / name).read_text(encoding="utf-8").splitlines()
    difference = list(
        difflib.unified_diff(recorded, played[name].splitlines(), "recorded", "now", "", "", 2, "")
    )
    if difference:
        more = len(difference) - _SHOWN
        tail = [f"... and {more} lines more"] if more > 0 else []
        lines = "\n".join([*difference[:_SHOWN], *tail])
        pytest.fail(f"{name}: {_HOW}\n{lines}", pytrace=False)


def test_every_record_belongs_to_requests() -> None:
    """A file that no section writes would be compared with nothing."""
    assert {path.name for path in ANSWERS.iterdir()} == {*map(file_of, sections()), EVENTS}
