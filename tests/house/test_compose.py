"""compose.yaml cannot be run here; what it says can be checked."""

import re
from pathlib import Path
from typing import Any

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


def test_the_api_holds_no_key_that_writes() -> None:
    """Only the search-only key that the indexer leaves for it."""
    assert "ENTENTE_MEILI_KEY" not in SERVICES["api"]["environment"]
    assert SERVICES["api"]["volumes"] == ["keys:/keys:ro"]


def test_volumes_are_declared() -> None:
    """Each named volume that a service mounts."""
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service["volumes"]}
    assert used == set(COMPOSE["volumes"])
