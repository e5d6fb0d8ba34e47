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
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert dockerfile.index("\nUSER entente") < dockerfile.index("\nENTRYPOINT")
    for service in SERVICES.values():
        assert service["healthcheck"]["test"][0] != "CMD-SHELL"


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
