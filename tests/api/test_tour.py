"""docs/api.md: every command of it, run."""

import shutil

from tests.servers import missing
from tests.tour import PAGE, page_with_answers


def test_the_api_answers_as_its_page_says() -> None:
    """`make openapi` writes the answers anew where a change is meant."""
    if any(shutil.which(program) is None for program in ("bash", "curl", "jq")):
        missing("bash, curl and jq are needed to run the commands of docs/api.md")
    assert page_with_answers() == PAGE.read_text(encoding="utf-8")
