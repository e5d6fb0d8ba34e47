"""The vocabulary: reviewed data must hold together."""

import re
from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from indexer.normalise.series import shipped
from indexer.normalise.tags.domains import domains
from indexer.normalise.tags.gazetteer import countries
from indexer.normalise.tags.groups import groups, members, memberships
from indexer.normalise.tags.holders import people
from indexer.normalise.vocabulary import files_in, load_yaml

LISTED = ("places.yaml", "institutions.yaml", "companies.yaml")


def listed(file: str) -> list[tuple[str, dict[str, Any]]]:
    return [(code, entry) for code, entries in load_yaml(file).items() for entry in entries]


def aliases() -> dict[str, set[str]]:
    """Every plain alias of a state, by the alias."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, entry in load_yaml("countries.yaml").items():
        for key in ("names", "demonyms", "capitals", "weak"):
            for name in entry.get(key, ()):
                found[name].add(code)
        found[entry["name"]].add(code)
    for file in LISTED:
        for code, entry in listed(file):
            for name in (entry["name"], *entry.get("also", ())):
                if code != "CONTEXT" and not entry.get("near"):
                    found[name].add(code)
    return found


def test_every_code_is_known() -> None:
    """Two capitals, and a state of the list."""
    known = set(countries())
    assert all(re.fullmatch("[A-Z]{2}", code) for code in known)
    used = {code for file in LISTED for code, _ in listed(file)} - {"CONTEXT"}
    used |= {person.code for person, _ in people()}
    used |= {row.country for rows in memberships().values() for row in rows}
    assert used <= known


def test_all_states_of_the_world_are_there() -> None:
    """The members of the United Nations, and those that are none."""
    assert members("un", date(2024, 1, 1)) < set(countries())
    assert {"TW", "XK", "PS", "VA", "HK"} <= set(countries())
    assert len(members("un", date(2024, 1, 1))) == 193


def test_no_alias_stands_for_two_states() -> None:
    """Unless a rule of context decides."""
    assert {name: codes for name, codes in aliases().items() if len(codes) > 1} == {}


@pytest.mark.parametrize("file", LISTED)
def test_no_alias_is_listed_twice(file: str) -> None:
    """In one file."""
    seen: dict[str, int] = defaultdict(int)
    for _, entry in listed(file):
        for name in (entry["name"], *entry.get("also", ())):
            seen[name] += 1
    assert [name for name, count in seen.items() if count > 1] == []


def test_no_alias_is_also_refused() -> None:
    """A phrase gives a state or nothing, not both."""
    refused = {entry["phrase"] for entry in load_yaml("refusals.yaml")}
    assert sorted(refused & set(aliases())) == []


def test_refusals_state_their_reason() -> None:
    """So that a reviewer can agree or not."""
    entries = load_yaml("refusals.yaml")
    assert all(entry["reason"].strip() for entry in entries)
    assert len({entry["phrase"] for entry in entries}) == len(entries)


def test_offices_are_dated_in_order() -> None:
    """From the first day to the last, inside living memory."""
    for person, _ in people():
        assert person.offices, person.name
        for office in person.offices:
            assert office.start.year > 1940, person.name
            assert office.end is None or office.start <= office.end, person.name


def test_a_family_name_that_needs_no_title_is_of_one_state() -> None:
    """Else it could mean either. Namesakes elsewhere need one."""
    alone: dict[str, set[str]] = defaultdict(set)
    for person, entry in people():
        if person.alone:
            for key in (entry["key"], *entry.get("keys_also", ())):
                alone[key].add(person.code)
    assert {key: codes for key, codes in alone.items() if len(codes) > 1} == {}


def test_officers_of_bodies_serve_in_order() -> None:
    """Each of a group of the list, or of a body that is none."""
    for entry in load_yaml("officers.yaml"):
        assert entry.get("group") is None or entry["group"] in groups(), entry["name"]
        assert entry["from"] < entry.get("until", "9999"), entry["name"]


def test_people_are_listed_once() -> None:
    """By name and state."""
    names = [(person.name, person.code) for person, _ in people()]
    assert len(names) == len(set(names))
    assert len(files_in("people")) > 1


def test_every_group_has_members() -> None:
    """By date: a question about any Quad member can be asked for the day of the event."""
    assert set(memberships()) == set(groups())
    assert members("quad", date(2023, 5, 20)) == {"US", "JP", "AU", "IN"}
    assert "GB" in members("eu", date(2019, 1, 1))
    assert "GB" not in members("eu", date(2021, 1, 1))
    assert "SE" not in members("nato", date(2024, 3, 6))
    assert "SE" in members("nato", date(2024, 3, 7))


def test_trilaterals_name_their_three() -> None:
    """And membership agrees."""
    for group in groups().values():
        if group.trio:
            assert len(group.trio) == 3
            assert members(group.id, date(2024, 6, 1)) == group.trio


def test_domains_are_defined() -> None:
    """All thirteen, each with a definition that the site shows."""
    assert list(domains()) == [
        *("defense", "diplomacy", "economy", "technology", "energy", "space", "cyber"),
        *("maritime", "climate", "development", "health", "society", "governance"),
    ]
    assert all(domain.definition for domain in domains().values())


def test_series_codes_are_unique() -> None:
    """They begin every id."""
    codes = [profile.code for profile in shipped()]
    assert len(codes) == len(set(codes))
