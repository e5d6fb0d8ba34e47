"""What `make audit` makes of an answer, of which pip-audit itself says little."""

from tests.house.audit import told, vulnerable

_SOUND = {"name": "alpha", "version": "1.0", "vulns": []}
_UNKNOWN = {"name": "beta", "skip_reason": "Dependency not found on PyPI"}
_HOLED = {
    "name": "gamma",
    "version": "2.0",
    "vulns": [{"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": ["2.1"]}],
}


def test_a_package_with_a_hole_is_named_with_the_version_that_mends_it() -> None:
    """It is what ends the command with an error."""
    packages = [_SOUND, _HOLED]
    assert list(told(packages)) == [
        "gamma 2.0: PYSEC-2026-1, CVE-2026-1; mended in 2.1",
        "2 of 2 packages audited",
    ]
    assert vulnerable(packages)


def test_what_was_not_asked_does_not_count_as_sound() -> None:
    """Nor is it an error: a machine without PyPI's service can still be used."""
    packages = [_SOUND, _UNKNOWN]
    assert list(told(packages)) == ["1 of 2 packages audited"]
    assert not vulnerable(packages)
