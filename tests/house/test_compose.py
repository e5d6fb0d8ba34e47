"""compose.yaml cannot be run here; what it says can be checked."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from indexer.settings import Settings
from web.cli.commands import COMMANDS

ROOT = Path(__file__).parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
INSTRUCTIONS: list[tuple[str, str]] = [
    (line.partition(" ")[0], line.partition(" ")[2])
    for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    if line and not line.startswith("#")
]


def test_every_service_is_pinned_and_has_a_health_check() -> None:
    """Images by version, never by latest."""
    for name, service in SERVICES.items():
        assert service["healthcheck"]["test"][0] == "CMD", name
        assert re.search(r":v?\d+\.\d+", service["image"]), name
    assert SERVICES["meilisearch"]["image"] == "getmeili/meilisearch:v1.21.0"


def test_no_secret_has_a_default() -> None:
    """Each is demanded with a sentence."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    for name in ("POSTGRES_PASSWORD", "MEILI_MASTER_KEY"):
        assert re.findall(rf"\${{{name}[^}}]*}}", text)
        assert all(":?" in use for use in re.findall(rf"\${{{name}[^}}]*}}", text))


def test_our_services_use_settings_and_commands_that_exist() -> None:
    """A renamed setting or command is noticed here."""
    known = {f"ENTENTE_{name.upper()}" for name in Settings.model_fields}
    for name in ("api", "indexer"):
        service = SERVICES[name]
        assert set(service["environment"]) <= known
        assert service["command"][0] in COMMANDS


def test_every_setting_can_be_set() -> None:
    """In .env or the shell, but for those that follow from how the containers are put together."""
    settled = {"DATA_DIR", "HOST", "PORT", "DATABASE_URL_FILE", "MEILI_KEY", "MEILI_KEY_FILE"}
    known = {f"ENTENTE_{name.upper()}" for name in Settings.model_fields}
    missing = known - set(SERVICES["api"]["environment"]) - {f"ENTENTE_{name}" for name in settled}
    assert missing == set()


def test_our_containers_may_do_little() -> None:
    """Files that cannot be written, no rights of the system, a user of their own."""
    for name in ("api", "indexer"):
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in SERVICES[name]["security_opt"]
    for service in SERVICES.values():
        assert service["healthcheck"]["test"][0] != "CMD-SHELL"


def test_the_image_runs_as_nobody_in_particular_and_without_a_shell() -> None:
    """Pinned, a user by number, programs as lists; nothing fetched that no lock names."""
    last = INSTRUCTIONS[max(at for at, (name, _) in enumerate(INSTRUCTIONS) if name == "FROM") :]
    assert all(re.search(r":\d+\.\d+\.\d+", told) for name, told in INSTRUCTIONS if name == "FROM")
    assert not [told for name, told in INSTRUCTIONS if name in {"ADD", "SHELL"}]
    (user,) = (told for name, told in last if name == "USER")
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert user.partition(":")[0] in next(told for name, told in last if "useradd" in told)
    for program in ("ENTRYPOINT", "CMD"):
        (told,) = (told for name, told in last if name == program)
        assert isinstance(json.loads(told), list)
    assert all("--require-hashes" in one or "--no-deps" in one for one in _installs())


def test_only_what_the_image_is_made_of_is_sent_to_its_builder() -> None:
    """No history, no secret, no data: everything is left out but what is copied."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    copied = {
        source
        for name, told in INSTRUCTIONS
        if name == "COPY" and not told.startswith("--from=")
        for source in told.split()[:-1]
    }
    assert {rule[1:] for rule in rules if rule.startswith("!")} == copied
    assert not [source for source in copied if not (ROOT / source).exists()]


def _installs() -> list[str]:
    return [
        step
        for name, told in INSTRUCTIONS
        if name == "RUN"
        for step in told.split("&&")
        if "pip install" in step
    ]


def test_it_is_what_compose_understands() -> None:
    """By the schema of the Compose specification; the one held here is older than `name`."""
    schema = json.loads((Path(__file__).parent / "compose_spec.json").read_text(encoding="utf-8"))
    jsonschema.Draft201909Validator(schema).validate(
        {key: value for key, value in COMPOSE.items() if key != "name"}
    )


def test_the_api_holds_no_key_that_writes() -> None:
    """Only the search-only key that the indexer leaves for it."""
    assert "ENTENTE_MEILI_KEY" not in SERVICES["api"]["environment"]
    assert SERVICES["api"]["volumes"] == ["keys:/keys:ro"]


def test_volumes_are_declared() -> None:
    """Each named volume that a service mounts."""
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service["volumes"]}
    assert used == set(COMPOSE["volumes"])
