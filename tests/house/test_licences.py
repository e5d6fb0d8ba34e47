"""What running needs may be given away with Entente, which is MIT."""

import re

from tests.house.sbom import bill, parts

# Copyleft that reaches whoever links, and terms that are no licence at all.
FORBIDDEN = re.compile(
    r"\b(A?GPL|GNU (Affero )?General Public|SSPL|BUSL|Commons Clause)", re.IGNORECASE
)
LESSER = re.compile(r"\b(LGPL|Lesser General Public)", re.IGNORECASE)
# Used as it is, by import, and replaceable: what the lesser licence asks for.
LESSER_ALLOWED = {"psycopg", "psycopg-binary", "psycopg-pool"}


def test_no_dependency_forbids_what_our_licence_allows() -> None:
    """By what each package states of itself."""
    stated = [part for part in parts() if part.licence]
    assert len(stated) > 30
    lesser = {part.name for part in stated if LESSER.search(part.licence)}
    assert lesser <= LESSER_ALLOWED
    wrong = [part for part in stated if part.name not in lesser and FORBIDDEN.search(part.licence)]
    assert wrong == []
    assert [part.name for part in stated if part.licence == "not stated"] == []


def test_the_bill_of_materials_names_every_package_once() -> None:
    """With the hashes that installing checks."""
    components = bill()["components"]
    assert isinstance(components, list)
    names = [(one["name"], one["version"]) for one in components]
    assert len(names) == len(set(names)) > 30
    assert all(one["hashes"] for one in components)
