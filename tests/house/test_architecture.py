"""The map of the code is true: every room it names exists, and every room that exists is named."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PACKAGES = ("api", "indexer", "web")
# Folders that hold data or generated steps, not rooms of code.
# The tables of what was read in digests.
READ_IN_DIGESTS = {"Digest", "Event", "Occurrence", "Tag", "Projection"}
NO_ROOMS = {"__pycache__", "data", "people", "versions", "templates", "partials", "static"}


def table(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, its head and rule left out."""
    section = DOCUMENT.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def named(cell: str) -> list[str]:
    """The paths in a cell: what stands between backticks and holds a slash."""
    return [path for path in re.findall(r"`([^`]+)`", cell) if "/" in path]


def rooms() -> Iterator[str]:
    """Every folder with Python modules of its own, below the three packages."""
    for package in PACKAGES:
        for folder in sorted((ROOT / package).rglob("*")):
            if folder.is_dir() and folder.name not in NO_ROOMS and any(folder.glob("*.py")):
                yield folder.relative_to(ROOT).as_posix()


def test_every_place_that_a_change_goes_to_exists() -> None:
    """A newcomer who follows the table finds a file or folder."""
    rows = table("Where does my change go?")
    assert len(rows) >= 10
    for change, where, *_ in rows:
        paths = named(where)
        assert paths, f"{change}: names no place"
        missing = [path for path in paths if not any(ROOT.glob(path.rstrip("/")))]
        assert missing == [], change


def test_every_room_is_on_the_map() -> None:
    """And none that is not there any more."""
    on_the_map = {path.rstrip("/") for row in table("The rooms") for path in named(row[0])}
    assert on_the_map == set(rooms())


def test_the_map_says_what_each_room_is_for() -> None:
    """In words, beside its name."""
    assert [row[0] for row in table("The rooms") if len(row[1]) < len("twenty characters")] == []


def test_rows_of_what_was_read_are_made_in_one_place() -> None:
    """A draft becomes rows in `store/rows` alone; whoever else needs one asks for it there."""
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "indexer").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in READ_IN_DIGESTS
        and imports_models(path)
    }
    assert makers == {"indexer/store/rows.py"}


def imports_models(path: Path) -> bool:
    """Whether the names of tables mean the tables there."""
    return "indexer.models import" in path.read_text(encoding="utf-8")


# Gives the words of issues; what doors may show of them, `api.knowledge.shown` decides.
TELLS_WORDS = re.compile(
    r"_?store\.(projections?|projections_of|iter_projections|iter_events|events?"
    r"|digests?|changes|latest_changes|history)\("
)
READS_BESIDE = {
    # An event that is not there is named before a wrong value; nothing of it is told.
    "api/knowledge/editing.py": {"event(", "digest("},
    # How an event matches is worked out of the whole text; then it is cut.
    "api/knowledge/searching.py": {"projections("},
}


def test_doors_read_only_what_may_be_shown() -> None:
    """Whoever reads the words of issues beside the room that cuts them shows too much some day."""
    found = {}
    for package in ("api", "web"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            calls = {f"{call}(" for call in TELLS_WORDS.findall(path.read_text(encoding="utf-8"))}
            if name != "api/knowledge/shown.py" and calls - READS_BESIDE.get(name, set()):
                found[name] = calls
    assert found == {}
