"""The walk-through of docs/ingest.md: every command of it, run."""

import shutil

import pytest

from tests.servers import missing
from tests.tour import INGEST_PAGE, page_with_answers


@pytest.mark.long
def test_a_newcomer_gets_what_the_page_says() -> None:
    """`make openapi` writes the answers anew where a change is meant."""
    if any(shutil.which(program) is None for program in ("bash", "curl", "jq", "python3")):
        missing("bash, curl, jq and python3 are needed to run the commands of docs/ingest.md")
    assert page_with_answers(INGEST_PAGE) == INGEST_PAGE.read_text(encoding="utf-8")
