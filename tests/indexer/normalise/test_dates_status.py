"""What the wording says of an occurrence: reported, scheduled, considered or called off."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from indexer.normalise.dates.conventions import Conventions
from indexer.normalise.dates.resolver import find_dates
from indexer.normalise.spans import Status

LABELS = Path(__file__).parent.parent.parent / "labels" / "status.yaml"
# The least macro F1 over the four values on the sentences written for them.
FLOOR = 0.85


def test_the_four_values_are_told_apart() -> None:
    """Macro F1 on the labelled sentences, each value with as many as the codebook asks for."""
    content = yaml.safe_load(LABELS.read_text(encoding="utf-8"))
    issue_date = date.fromisoformat(content["issue_date"])
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for text, start, wanted in content["items"]:
        found = [s.status for s in find_dates(text, issue_date) if str(s.start) == start]
        status = str(found[0]) if found else None
        if status == wanted:
            right[wanted] += 1
        else:
            missed[wanted] += 1
            wrong[status or "none"] += 1
    f1 = [2 * right[s] / (2 * right[s] + wrong[s] + missed[s]) for s in map(str, Status)]
    assert sum(f1) / len(f1) >= FLOOR


@pytest.mark.parametrize(
    ("text", "status", "why"),
    [
        ("They met on May 3.", Status.REPORTED, "met"),
        ("They will meet on June 3.", Status.SCHEDULED, "will"),
        ("They may meet on June 3.", Status.CONSIDERED, "may"),
        ("The visit planned for June 3 was put off.", Status.CALLED_OFF, "put off"),
        ("They cancelled the June 3 launch.", Status.CALLED_OFF, "cancelled"),
        ("They cancelled the launch on May 3.", Status.REPORTED, "cancelled"),
        ("Ships may not sail from June 3.", Status.SCHEDULED, "may"),
        ("A ball promised for May 3 has been put back.", Status.CALLED_OFF, "put back"),
        ("It should have opened on May 3, but they gave up.", Status.CALLED_OFF, "gave up"),
    ],
)
def test_the_words_that_decide_are_kept(text: str, status: Status, why: str) -> None:
    """As offsets into the text."""
    (span,) = find_dates(text, date(2024, 5, 15))
    assert span.status is status
    assert span.status_span is not None
    assert text[slice(*span.status_span)] == why


def test_nothing_after_a_stated_issue_date_is_reported() -> None:
    """An inferred date may lie some days before the issue came out."""
    text, issue = "They met in Oslo on May 18.", date(2024, 5, 15)
    assert find_dates(text, issue)[0].status is Status.REPORTED
    stated = Conventions(issue_date_stated=True)
    spans = find_dates("The drill of May 18 is prepared.", issue, stated)
    assert [span.status for span in spans] == [Status.SCHEDULED]
