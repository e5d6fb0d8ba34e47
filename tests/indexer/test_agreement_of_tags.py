"""Two labellings of the same items, held against each other."""

from pathlib import Path

import pytest

from indexer.errors import InputError
from indexer.quality.agreement_of_tags import agreement, readings
from indexer.quality.scores import Score, Share


def _passes(folder: Path, first: str, second: str) -> Path:
    (folder / "first.txt").write_text(f"# A remark.\n{first}\n")
    (folder / "second.txt").write_text(f"{second}\n")
    return folder


def test_what_both_gave_and_what_one_gave_are_counted(tmp_path: Path) -> None:
    """A country and a date more in the first pass; another domain and status in the second."""
    folder = _passes(
        tmp_path,
        "a item 1|space defense||JP US|un|*2010-05-03r 2010-06r",
        "a item 1|defense space|energy|JP|un|*2010-05-03s",
    )
    found = agreement(*readings(folder))
    assert found.scores == {
        "domains": Score(2, 0, 0),
        "countries": Score(1, 1, 0),
        "groups": Score(1, 0, 0),
        "occurrences": Score(1, 1, 0),
        "status": Score(0, 2, 1),
    }
    assert found.shares == {"first domain": Share(0, 1), "primary": Share(1, 1)}


def test_an_item_without_labelled_dates_counts_for_its_tags_alone(tmp_path: Path) -> None:
    """A dash is not the same as an item in which nothing is dated."""
    found = agreement(*readings(_passes(tmp_path, "a item 1|space||JP||-", "a item 1|space||JP||")))
    assert (found.items, found.dated) == (1, 0)
    assert "occurrences" not in found.scores


def test_passes_that_cannot_be_compared_are_refused(tmp_path: Path) -> None:
    """With the item's name, or the line."""
    with pytest.raises(InputError, match="stands in one pass only"):
        readings(_passes(tmp_path, "a item 1|space||JP||", "b item 1|space||JP||"))
    with pytest.raises(InputError, match="3 fields; 6 are wanted"):
        readings(_passes(tmp_path, "a item 1|space|", "a item 1|space||JP||"))
