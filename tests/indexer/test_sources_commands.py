"""`ingest`, `fetch` and `correct` as their commands, within the test's own process."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from indexer.cli import correcting, fetching, ingesting
from indexer.errors import Conflict, InputError
from tests.builders import make_digest_text
from tests.site import Page, open_site

DIGEST = make_digest_text(
    ("Space dialogue held", "The US and Japan met in Tokyo on March 24 to speak of satellites."),
    ("Port call made", "A US ship called at Yokosuka on March 27."),
)


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTENTE_DATA_DIR", str(tmp_path / "var"))


def run(app: object, *arguments: str) -> Result:
    """What a command prints; an error that the front would tell is raised."""
    done = CliRunner().invoke(app, list(arguments))  # type: ignore[arg-type]
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def ingest(*arguments: str) -> Result:
    return run(ingesting.app, "ingest", *arguments)


def correct(*arguments: str) -> Result:
    return run(correcting.app, *arguments, "--reason", "as told", "--by", "Ann")


def test_a_run_is_summed_up_in_a_table_and_written_as_lines(tmp_path: Path) -> None:
    """One line an issue, refused ones too, as they come."""
    (tmp_path / "vol-2-07.txt").write_bytes(DIGEST)
    (tmp_path / "a [red].txt").write_bytes(b"no digest")
    report = tmp_path / "report.ndjson"
    with open_site() as site:
        site.pages["/vol-2-8"] = Page(DIGEST.replace(b"2.7", b"2.8"))
        url = f"{site.url}/vol-2-8"
        done = ingest(str(tmp_path), url, "--allow-private", "--report", str(report))
        assert ingest(url).exit_code == 1
    assert done.exit_code == 1
    assert "a [red].txt" in done.stdout.replace("\n", "")
    assert "3 digests: 2 created, 0 updated, 0 unchanged, 1 refused" in done.stdout
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert [line["outcome"] for line in lines] == ["refused", "created", "created"]
    assert lines[2]["file"] == url


def test_a_page_that_lists_issues_is_fetched(tmp_path: Path) -> None:
    """A pattern that is none is told at once."""
    with open_site() as site:
        site.pages |= {
            "/a": Page(b'<html><a href="/a/vol-2-7">Vol 2.7</a></html>'),
            "/a/vol-2-7": Page(DIGEST),
        }
        command = (f"{site.url}/a", "--allow-private", "--delay", "0")
        assert "1 created" in run(fetching.app, *command).stdout
        assert "passed over: 1" in run(fetching.app, *command).stdout
    assert run(fetching.app, "http://x.example", "--match", "(").exit_code == 2
    assert not (tmp_path / "fetched.json").exists()


def event_id(tmp_path: Path) -> str:
    (tmp_path / "vol-2-07.txt").write_bytes(DIGEST)
    report = tmp_path / "report.ndjson"
    ingest(str(tmp_path / "vol-2-07.txt"), "--report", str(report))
    return str(json.loads(report.read_text())["created"][0])


def test_what_is_derived_is_put_right_from_the_command_line(tmp_path: Path) -> None:
    """One thing a command, by value or by name; each is undone by its number."""
    event = event_id(tmp_path)
    for said in (
        ("--add", "country:Philippines"),
        ("--remove", "country:PH"),
        ("--headline", "Dialogue on space held"),
        ("--date", "2023-03-24=2023-03-25/2023-03-26"),
        ("--date", "=2023-04-02"),
        ("--primary", "2023-04-02"),
        ("--date", "2023-04-02="),
    ):
        assert "takes it back" in correct(event, *said).stdout, said
    assert "correction 8" in correct("usjad-2-7", "--issue-date", "2023-04-16").stdout
    assert correct("usjad-2-7", "--undo", "8").exit_code == 0
    assert correct(event, "--undo", "3").exit_code == 0
    with pytest.raises(Conflict):
        correct(event, "--undo", "3")


@pytest.mark.parametrize(
    "said",
    [
        ("--add", "country:Nowhere"),
        ("--add", "weather:rain"),
        ("--date", "2023-03-24"),
        ("--date", "2023-03-24=2023-13-01"),
        ("--issue-date", "soon"),
        ("--number", "two"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(said: tuple[str, str]) -> None:
    """Before anything is opened."""
    with pytest.raises(InputError):
        correct("usjad-2-7-00000000", *said)


@pytest.mark.parametrize("said", [(), ("--delete", "--add", "country:JP")])
def test_one_thing_is_put_right_at_a_time(said: tuple[str, ...]) -> None:
    """Wrong use otherwise."""
    assert correct("usjad-2-7-00000000", *said).exit_code == 2
