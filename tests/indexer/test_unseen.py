"""The frozen part stays unseen: nothing is made of its words, and no door tells its misses."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from indexer.quality.labels import LabelledItem, load, unseen
from indexer.quality.paths import DIGESTS, LABELS
from tests.here import entente
from tests.measured import measured

ROOT = Path(__file__).parent.parent.parent
# Where labelled items themselves stand; those that the project wrote later are held to the rule.
OWN_TEXT = ("tests/labels/", "seed_data/")
WRITTEN = "tests/labels/written/"
_FUNCTION_WORDS = """
a an and as at be but by for from had has have he her his in into is it its no not of off on or our
s she so than that the their them then there these they this those to under up was were which who
will with would after before day days during end month months until week weeks year years
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
RUN = 5


@pytest.fixture(scope="module")
def frozen() -> list[LabelledItem]:
    return unseen(load(LABELS, DIGESTS))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def telling_runs(text: str) -> set[tuple[str, ...]]:
    """Five words of which two are neither names nor words that any text of days has.

    "Japan and the United States" stands everywhere and gives nothing away.
    """
    found = words(text)
    runs = (found[at : at + RUN] for at in range(len(found) - RUN + 1))
    return {
        tuple(word.lower() for word in run)
        for run in runs
        if sum(word.islower() and word not in FUNCTION_WORDS for word in run) >= 2
    }


def project_files() -> list[str]:
    """What git follows or would follow, where this is a checkout."""
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("not a checkout: which files are the project's is not known")
    return done.stdout.splitlines()


def test_every_issue_of_the_list_is_there_and_of_every_kind(frozen: list[LabelledItem]) -> None:
    """A name that fits no file would quietly thaw an issue."""
    lines = (LABELS / "UNSEEN.txt").read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if line and not line.startswith("#")]
    assert sorted({item.issue for item in frozen}) == sorted(listed)
    assert len({item.series for item in frozen}) >= 6


def test_no_run_of_five_words_stands_anywhere_else(frozen: list[LabelledItem]) -> None:
    """Neither in code nor in data, documentation or tests."""
    runs = {run for item in frozen for run in telling_runs(f"{item.headline}\n{item.text}")}
    copied = []
    for name in project_files():
        if name.startswith(OWN_TEXT) and not name.startswith(WRITTEN):
            continue
        try:
            found = [word.lower() for word in words((ROOT / name).read_text(encoding="utf-8"))]
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        here = {tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1)}
        copied += [f"{name}: {' '.join(run)}" for run in runs & here]
    assert copied == []


def test_misses_of_the_frozen_part_are_not_even_kept(frozen: list[LabelledItem]) -> None:
    """They are counted, and forgotten."""
    quality = measured(frozen)
    assert quality.occurrences.wrong + quality.tags["domain"].wrong > 0
    assert quality.misses == []


@pytest.mark.parametrize("arguments", [(), ("--json",), (str(LABELS / "manner-2024-25"), "--json")])
def test_the_command_names_none_of_its_items(
    frozen: list[LabelledItem],
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whichever folder is asked for, and in whatever form."""
    monkeypatch.setattr("indexer.cli.quality.measure", measured)
    shown = entente("quality", *arguments, cwd=tmp_path).stdout
    assert shown
    names = {item.name for item in frozen} | {json.dumps(item.headline)[1:-1] for item in frozen}
    assert [name for name in names if name in shown] == []
    assert [item.headline for item in frozen if item.headline in shown] == []
