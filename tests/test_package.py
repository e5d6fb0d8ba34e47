"""The wheel, installed in a fresh environment far from the checkout: everything works from it."""

import json
import os
import signal
import subprocess
import urllib.request
import venv
from pathlib import Path

import pytest

from tests.servers import answers, free_port, wait_until

pytestmark = pytest.mark.long
ROOT = Path(__file__).parent.parent
PATIENCE_S = 120
TWINE = "twine==6.2.0"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the built wheel and the locked dependencies."""
    folder = tmp_path_factory.mktemp("wheel")

    pip = ("-m", "pip", "--disable-pip-version-check", "-q")
    environment = folder / "environment"
    venv.create(environment, with_pip=True)
    programs = environment / "bin"
    # Built in isolation, as a packager does.
    subprocess.run(
        [programs / "python", *pip, "wheel", "--no-deps", "-w", folder, ROOT],
        check=True,
        cwd=folder,
    )
    (wheel,) = folder.glob("*.whl")
    locked = ROOT / "requirements" / "run.txt"
    subprocess.run(
        [programs / "python", *pip, "install", "--require-hashes", "-r", locked],
        check=True,
        cwd=folder,
    )
    subprocess.run(
        [programs / "python", *pip, "install", "--no-deps", wheel], check=True, cwd=folder
    )
    return programs


def test_an_index_would_take_it(installed: Path) -> None:
    """Metadata and README are as PyPI wants them, by its own checker."""
    pip = ("-m", "pip", "--disable-pip-version-check", "-q", "install")
    folder = installed.parents[1]
    venv.create(folder / "checker", with_pip=True)
    python = folder / "checker" / "bin" / "python"
    subprocess.run([python, *pip, TWINE], check=True, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    done = subprocess.run(
        [python, "-m", "twine", "check", "--strict", wheel],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """An environment without settings and without the checkout on its path."""
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "ENTENTE_DATA_DIR": str(tmp_path)}


def run(programs: Path, environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [programs / "entente", *arguments],
        env=environment,
        cwd=environment["HOME"],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def inside(programs: Path, environment: dict[str, str], program: str) -> str:
    """What a program of the environment's own Python prints."""
    done = subprocess.run(
        [programs / "python", "-c", program],
        env=environment,
        cwd=environment["HOME"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_what_is_made_at_build_time_is_inside(installed: Path, elsewhere: dict[str, str]) -> None:
    """The serif with its licence, and the vocabulary compiled from the very files beside it."""
    said = inside(
        installed,
        elsewhere,
        "from indexer.normalise import vocabulary; from web import fonts; "
        "print(vocabulary._compiled() is not None, "
        "all((fonts.FOLDER / name).is_file() for name in "
        "(*map(fonts.file_name, fonts.WEIGHTS), fonts.LICENCE)), vocabulary.__file__)",
    )
    compiled, serif, path = said.split()
    assert (compiled, serif) == ("True", "True")
    assert str(ROOT) not in path


def test_the_main_job(installed: Path, elsewhere: dict[str, str], tmp_path: Path) -> None:
    """An issue is taken in, found, checked, backed up."""
    issue = tmp_path / "vol-2-07.txt"
    issue.write_bytes((ROOT / "seed_data/us-japan-alliance-digest/vol-2-07.txt").read_bytes())
    assert run(installed, elsewhere, "--version").startswith("entente ")
    run(installed, elsewhere, "ingest", str(issue))
    found = json.loads(run(installed, elsewhere, "search", "--json", "space"))
    assert found["total"] > 0
    run(installed, elsewhere, "check")
    run(installed, elsewhere, "backup", str(tmp_path / "store.backup"))


def test_the_labelled_set_comes_along(installed: Path, elsewhere: dict[str, str]) -> None:
    """So that anybody can measure."""
    parts = json.loads(run(installed, elsewhere, "quality", "--json"))
    assert set(parts) == {"seen", "unseen"}


def test_the_demo_serves_the_seed_data_and_leaves_nothing(
    installed: Path, elsewhere: dict[str, str], tmp_path: Path
) -> None:
    """On a store of its own, whatever the environment names."""
    port = free_port()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = elsewhere | {
        "TMPDIR": str(scratch),
        "ENTENTE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    }
    process = subprocess.Popen(
        [installed / "entente", "demo", "--port", str(port)],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
    )
    site = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(f"{site}/readyz"), "entente demo", process)
        with urllib.request.urlopen(f"{site}/api/v1/events?q=lunar", timeout=PATIENCE_S) as answer:
            assert json.load(answer)["total"] > 0
        for page in ("/", "/about", "/docs"):
            assert answers(f"{site}{page}"), page
    finally:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=PATIENCE_S)
    assert site in said.decode()
    assert list(scratch.iterdir()) == []


def test_the_metadata_is_complete(installed: Path, elsewhere: dict[str, str]) -> None:
    """What an index shows of a package, and how commands are found in it."""
    said = json.loads(
        inside(
            installed,
            elsewhere,
            "import json; from importlib.metadata import metadata; "
            "print(json.dumps(metadata('entente').json))",
        )
    )
    for name in ("summary", "description", "license_expression", "keywords", "classifier"):
        assert said[name], name
    assert said["description_content_type"] == "text/markdown"
    assert "](docs/" not in said["description"]
    assert {"export", "mcp", "postgres"} <= set(said["provides_extra"])
