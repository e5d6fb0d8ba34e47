"""The commands, as a user runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.builders import make_digest_text
from tests.conftest import SEEDS
from tests.here import entente

DIGEST = make_digest_text(
    ("Space dialogue held", "The US and Japan met in Tokyo on March 24 to speak of satellites."),
)


def installed(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a folder and a process of its own."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ENTENTE_")}
    return subprocess.run(
        [str(Path(sys.executable).parent / "entente"), *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_installed_command_is_a_process_like_any_other(tmp_path: Path) -> None:
    """What it stores the next one finds; its answer, its errors and its status are apart."""
    (tmp_path / "vol-2-07.txt").write_bytes(DIGEST)
    done = installed("ingest", "vol-2-07.txt", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 created" in done.stdout
    refused = installed("search", "country:Japn", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "did you mean Japan" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_ingest_search_check_and_reindex(tmp_path: Path) -> None:
    """The way of the data, from file to answer."""
    (tmp_path / "vol-2-07.txt").write_bytes(DIGEST)
    done = entente("ingest", "vol-2-07.txt", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 created" in done.stdout
    assert "1 unchanged" in entente("ingest", ".", cwd=tmp_path).stdout
    found = entente("search", "satelites", "domain:space", "--json", cwd=tmp_path)
    answer: dict[str, Any] = json.loads(found.stdout)
    assert [item["headline"] for item in answer["items"]] == ["Space dialogue held"]
    assert entente("check", cwd=tmp_path).stdout == "store and index agree\n"
    assert "1 events indexed" in entente("reindex", cwd=tmp_path).stdout
    assert (tmp_path / "var" / "entente.db").exists()


def test_parse_prints_one_object_a_file_and_stores_nothing(tmp_path: Path) -> None:
    """With the names that other tools read."""
    files = [str(SEEDS / name) for name in ("vol-2-07.txt", "vol-1-05.txt")]
    done = entente("parse", *files, "--json", cwd=tmp_path)
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["digest"] == {
        "series": "us-japan-alliance-digest",
        "volume": 2,
        "number": 7,
        "issue_date": "2023-04-15",
        "issue_date_basis": "inferred",
        "title": "US-Japan Alliance Digest Vol 2.7",
    }
    event = first["events"][0]
    assert set(event) == {
        *("position", "headline", "text", "occurrences", "countries", "domains", "groups"),
        *("actors", "evidence", "truncated"),
    }
    assert {"start", "end", "precision", "status", "quote", "primary"} <= set(
        event["occurrences"][0]
    )
    assert second["digest"]["number"] == 5
    assert not (tmp_path / "var").exists()


def test_standard_input_is_read_with_what_the_caller_says(tmp_path: Path) -> None:
    """A capture that names neither series nor volume."""
    capture = b"Headlines\n- One in Japan\nDetails\n- Tokyo did one.\n"
    done = entente("parse", "-", "--json", "--volume", "2.11", cwd=tmp_path, stdin=capture)
    assert json.loads(done.stdout)["digest"]["number"] == 11
    refused = entente("parse", "-", "--json", cwd=tmp_path, stdin=capture)
    assert refused.returncode == 1
    assert "--volume 2.7" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["parse", "missing.txt"], 1, "no such file"),
        (["parse", "broken.txt", "--json"], 1, "broken.txt"),
        (["ingest", "broken.txt"], 1, "broken.txt"),
        (["ingest", "empty"], 1, "holds no file"),
        (["search", "country:Japn"], 1, "did you mean Japan"),
        (["check"], 1, "entente sync"),
        (["ingest"], 2, "Missing argument"),
        (["parse", "x", "--volume", "two"], 2, "2.7"),
        (["frobnicate"], 2, "No such command"),
    ],
)
def test_errors_are_one_clear_line(
    tmp_path: Path, arguments: list[str], status: int, words: str
) -> None:
    """On standard error, with exit status 1 for failure and 2 for wrong use."""
    (tmp_path / "broken.txt").write_bytes(b"\x00\x01 not a digest")
    (tmp_path / "empty").mkdir()
    done = entente(*arguments, cwd=tmp_path)
    assert done.returncode == status, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    if status == 1:
        assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ENTENTE_PORT", "abc", "ENTENTE_PORT"),
        ("ENTENTE_DATABASE_URL", "foo", "cannot open the store"),
        ("ENTENTE_DATA_DIR", "/proc/nope", "cannot open the store"),
    ],
)
def test_wrong_settings_are_one_clear_line(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    """That names the setting or what it leads to."""
    done = entente("check", cwd=tmp_path, **{name: value})
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_damaged_file_among_others_stops_nobody(tmp_path: Path) -> None:
    """The others are stored, the failure is told."""
    (tmp_path / "a.txt").write_bytes(b"no digest")
    (tmp_path / "vol-2-07.txt").write_bytes(DIGEST)
    done = entente("ingest", ".", cwd=tmp_path)
    assert done.returncode == 1
    assert "1 created, 0 updated, 0 unchanged, 1 refused" in done.stdout


def test_json_is_ingested_and_stored_digests_are_read_again(tmp_path: Path) -> None:
    """Alone or from a folder; nothing changes while the rules stay."""
    item = {"headline": "Space dialogue held", "text": "The US and Japan met on March 24."}
    digest = {"series": "US-Japan Alliance Digest", "volume": 2, "number": 8, "items": [item]}
    (tmp_path / "x.json").write_text(json.dumps(digest))
    (tmp_path / "vol-2-07.txt").write_bytes(DIGEST)
    assert "2 created" in entente("ingest", ".", cwd=tmp_path).stdout
    assert "1 unchanged" in entente("ingest", "x.json", cwd=tmp_path).stdout
    done = entente("reprocess", "--dry-run", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 unchanged" in done.stdout
    assert "would be created 0, updated 0, deleted 0" in done.stdout
    some = entente("reprocess", "usjad-2-8", "usjad-9-9", "--json", cwd=tmp_path)
    assert some.returncode == 1
    reports = [json.loads(line) for line in some.stdout.splitlines()]
    assert [report["outcome"] for report in reports] == ["unchanged", "refused"]


def test_keys_are_made_listed_and_revoked(tmp_path: Path) -> None:
    """The key alone on standard output, so that it can be piped; later it is never shown."""
    scopes = ("--scope", "curate", "--scope", "ingest")
    made = entente("keys", "create", "News [red]desk", *scopes, cwd=tmp_path)
    assert made.returncode == 0
    prefix, key_id, secret = made.stdout.strip().split("_", 2)
    assert (prefix, made.stdout.count("\n")) == ("entente", 1)
    assert secret not in made.stderr
    assert key_id in made.stderr
    shown = entente("keys", "list", cwd=tmp_path).stdout
    assert "News [red]desk" in shown
    assert secret not in shown
    (listed,) = map(json.loads, entente("keys", "list", "--json", cwd=tmp_path).stdout.splitlines())
    assert (listed["id"], listed["scopes"], listed["revoked_at"]) == (
        key_id,
        ["ingest", "curate"],
        None,
    )
    assert "is revoked" in entente("keys", "revoke", key_id, cwd=tmp_path).stdout
    (listed,) = map(json.loads, entente("keys", "list", "--json", cwd=tmp_path).stdout.splitlines())
    assert listed["revoked_at"]
    unknown = entente("keys", "revoke", "00000000", cwd=tmp_path)
    assert (unknown.returncode, len(unknown.stderr.strip().splitlines())) == (1, 1)
    assert entente("keys", "create", "Ann", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(
    "command",
    [
        *("ingest", "reprocess", "parse", "search", "serve", "mcp", "sync", "reindex", "check"),
        *("quality", "fetch", "correct", "keys create", "keys list", "keys revoke"),
    ],
)
def test_every_command_has_help_with_an_example(tmp_path: Path, command: str) -> None:
    """So that nobody must guess."""
    done = entente(*command.split(), "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "Example" in done.stdout


def test_a_dry_run_is_read_item_by_item(tmp_path: Path) -> None:
    """As text, and as JSON in the shape of the API."""
    (tmp_path / "vol-2-07.txt").write_bytes(DIGEST)
    done = entente("ingest", "--dry-run", "vol-2-07.txt", cwd=tmp_path)
    assert "+ 1. Space dialogue held" in done.stdout
    assert "2023-03-24 (day, reported, main): “March 24”" in done.stdout
    assert "JP “Japan”, “Tokyo”" in done.stdout
    entente("ingest", "vol-2-07.txt", cwd=tmp_path)
    (tmp_path / "vol-2-07.txt").write_bytes(DIGEST.replace(b"March 24", b"March 25"))
    done = entente("ingest", "--dry-run", "vol-2-07.txt", cwd=tmp_path)
    assert "dates: 2023-03-24/2023-03-24 -> 2023-03-25/2023-03-25" in done.stdout
    done = entente("ingest", "--dry-run", "--json", "vol-2-07.txt", cwd=tmp_path)
    (item,) = json.loads(done.stdout)["difference"]["items"]
    assert {change["field"] for change in item["changes"]} == {"text", "occurrences"}


def test_less_than_is_stored_is_taken_only_when_it_is_said(tmp_path: Path) -> None:
    """Exit status 1 and one line that names what would go."""
    more = make_digest_text(
        ("Space dialogue held", "The US and Japan met in Tokyo."), ("A b", "C d.")
    )
    (tmp_path / "vol-2-07.txt").write_bytes(more)
    entente("ingest", "vol-2-07.txt", cwd=tmp_path)
    (tmp_path / "vol-2-07.txt").write_bytes(DIGEST)
    done = entente("ingest", "vol-2-07.txt", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "“A b” would go" in done.stderr
    assert entente("ingest", "--allow-shorter", "vol-2-07.txt", cwd=tmp_path).returncode == 0


def test_words_of_a_file_are_neither_markup_nor_commands_to_the_terminal(tmp_path: Path) -> None:
    """Whatever stands in titles, headlines and file names is printed as it is, or spelled out."""
    page = make_digest_text(
        ("Talks [/bold] [red]held[/red]", "The US and Japan met in Tokyo on March 24."),
        title="US-Japan Alliance Digest Vol 2.7 [/bold]",
    )
    name = "vol-2-07\x1b[2J[bold].txt"
    (tmp_path / name).write_bytes(page)
    for command in (("parse", name), ("ingest", "--dry-run", name)):
        done = entente(*command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "Talks [/bold] [red]held[/red]" in done.stdout
        assert "\x1b" not in done.stdout + done.stderr
    entente("ingest", name, cwd=tmp_path)
    assert "Talks [/bold] [red]held[/red]" in entente("search", "talks", cwd=tmp_path).stdout
    missing = entente("ingest", "no\x1b[2Jthing[/red].txt", cwd=tmp_path)
    assert "no\\x1b[2Jthing[/red].txt" in missing.stderr
