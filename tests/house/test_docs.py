"""Documentation cannot drift: settings, commands and fields are documented, files stay small."""

import re
from pathlib import Path

import pytest

from api.knowledge.filters import FIELDS
from hatch_build import for_an_index
from indexer.settings import Settings
from web.cli.commands import COMMANDS

LONGEST_MODULE = 400
ROOT = Path(__file__).parent.parent.parent
DEPLOY = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    """With the description that the code gives it."""
    description = Settings.model_fields[name].description
    assert description
    row = next(
        (line for line in DEPLOY.splitlines() if line.startswith(f"| `ENTENTE_{name.upper()}`")), ""
    )
    assert row.endswith(f"{description} |")


def test_every_command_is_documented() -> None:
    """In the table of commands, and nothing that does not exist."""
    assert set(re.findall(r"^\| `entente (\w+)", DEPLOY, flags=re.MULTILINE)) == set(COMMANDS)


def test_every_field_of_the_box_is_in_the_readme() -> None:
    """Those who search should not have to read code."""
    assert [field for field in FIELDS if f"{field}:" not in README] == []


@pytest.mark.parametrize("package", ["api", "indexer", "web"])
def test_modules_stay_readable(package: str) -> None:
    """Modules are cut by concern, not by length; one this long holds more than one concern."""
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / package).rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def test_the_first_screen_gives_the_two_commands() -> None:
    """What it is, how to run it, how to test it."""
    screen = "\n".join(README.splitlines()[:20])
    assert "make run" in screen
    assert "make test" in screen


def test_links_between_documents_lead_somewhere() -> None:
    """Relative ones, to files that exist."""
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("seed_data/*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_readme_of_the_package_stands_alone() -> None:
    """On the page of an index no file lies beside it: files are named there, not linked."""
    shown = for_an_index(README)
    assert not re.search(r"\]\((?!https?:)", shown)
    assert "`docs/api.md` shows each" in shown
    assert shown.count("\n## ") == README.count("\n## ")
