"""Actors in text: who holds office on the day, bodies by name, what shared names mean."""

from datetime import date

import pytest

from indexer.normalise.spans import Field
from indexer.normalise.tags.actors import (
    ActorType,
    actor_aliases,
    actor_tags,
    actors,
    former_ids,
)
from indexer.normalise.tags.countries import find_names
from indexer.normalise.tags.gazetteer import countries

DAY = date(2023, 4, 15)


def found(text: str, headline: str = "", day: date = DAY) -> list[str]:
    return [tag.value for tag in actor_tags(find_names(headline, text, day).actors)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("JAXA and NASA signed", ["jaxa", "nasa"]),
        ("the Department of Defense, or the Pentagon", ["pentagon"]),
        ("INDOPACOM and the Indo-Pacific Command", ["indopacom"]),
        ("the 7th Fleet and US Forces Japan", ["7th-fleet", "usfj"]),
        ("Balikatan and Exercise Talisman Saber", ["balikatan", "talisman-sabre"]),
        ("Keen Sword 23 began", ["keen-sword"]),
        ("the Glide Phase Interceptor", ["glide-phase-interceptor"]),
        ("Toyota and Mitsubishi Heavy", ["toyota", "mitsubishi-heavy-industries"]),
        ("the UN Security Council and the IAEA", ["un-security-council", "iaea"]),
        ("HMAS Canberra, JS Izumo and USS Ronald Reagan", []),
        ("the Taiwan Relations Act", []),
        ("who asked for malabar spinach", []),
    ],
)
def test_bodies_are_found_by_name(text: str, expected: list[str]) -> None:
    """Whatever the spelling, under one id; a ship's prefix or a law acts for nobody."""
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Japan's Foreign Ministry protested", ["foreign-ministry-jp"]),
        ("China and its Ministry of Commerce", ["mofcom"]),
        ("The South Korean Navy sailed", ["rok-navy"]),
        ("The Philippine Senate and the US Senate", ["philippine-senate", "us-senate"]),
        ("Senators of the United States", []),
        ("The Foreign Ministry protested", []),
    ],
)
def test_a_shared_name_means_the_body_of_the_state_named(text: str, expected: list[str]) -> None:
    """And nobody where no state is named; a senator is not the Senate."""
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Estonian interior ministry protested", ["interior-ministry-ee"]),
        (
            "Japan’s foreign ministry and the Turkish parliament",
            ["foreign-ministry-jp", "grand-national-assembly"],
        ),
        ("Australian and New Zealand air force planes", ["raaf", "rnzaf"]),
        (
            "The Ministry of Defence of Latvia and the parliament of the Czech Republic",
            ["defense-ministry-lv", "parliament-cz"],
        ),
        ("India bought thirty, half of them for the navy", ["indian-navy"]),
        ("The South Korean and Japanese coast guards", ["korea-coast-guard", "japan-coast-guard"]),
        ("Kenya told Latvia what the Icelandic Defense Ministry said", []),
        ("India told Japan that the navy sailed", []),
        ("An army of robots marched through India", []),
        ("Those who lead US air forces in Europe", []),
        ("In India, navy blue is worn", []),
    ],
)
def test_a_body_is_that_of_the_state_told_beside_it(text: str, expected: list[str]) -> None:
    """In small letters, too; without a state beside it, it is that of the only one so far."""
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        (
            "Stoltenberg thanked Ursula von der Leyen",
            DAY,
            ["jens-stoltenberg", "ursula-von-der-leyen"],
        ),
        ("Rutte spoke in Brussels", date(2025, 3, 1), ["mark-rutte"]),
        (
            "Kallas spoke after Costa for the EU",
            date(2025, 3, 1),
            ["kaja-kallas", "antonio-costa"],
        ),
        ("Costa sailed to Malta", date(2025, 3, 1), []),
        ("Guterres thanked them", date(2016, 3, 1), []),
    ],
)
def test_who_heads_an_international_body_is_an_actor(
    text: str, day: date, expected: list[str]
) -> None:
    """While in office; a common name needs the body beside it."""
    assert found(text, day=day) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("Prime Minister Fumio Kishida met Joe Biden", DAY, ["fumio-kishida", "joe-biden"]),
        ("Kishida met Biden", DAY, ["fumio-kishida", "joe-biden"]),
        ("Fumio Kishida, by then retired", date(2025, 6, 1), []),
        ("Foreign Minister Hayashi spoke for Japan", DAY, ["yoshimasa-hayashi"]),
        ("When Kishida spoke, Japan listened", DAY, ["fumio-kishida"]),
        ("Akie Abe came for Japan", date(2024, 12, 31), []),
    ],
)
def test_people_are_actors_while_in_office(text: str, day: date, expected: list[str]) -> None:
    """By full name or family name; a namesake, or who has left office, is none."""
    assert found(text, day=day) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For Britain, Marles and Lammy spoke", ["richard-marles", "david-lammy"]),
        ("In Australia and Britain, Healey and Marles signed", ["john-healey", "richard-marles"]),
        ("In Britain, Tom Healey and Marles signed", ["richard-marles"]),
        ("In Britain, oats and Healey rolls", []),
    ],
)
def test_a_family_name_told_off_with_office_holders_is_one_of_them(
    text: str, expected: list[str]
) -> None:
    """Where its state is named before, and no namesake stands by."""
    assert found(text, day=date(2025, 7, 31)) == expected


def test_an_office_that_bears_the_name_of_a_place_is_an_actor() -> None:
    """Its state is tagged as that of a place."""
    assert found("The Kremlin denied what the Workers’ Party of Korea said") == [
        *("kremlin", "workers-party-of-korea")
    ]


def test_a_tag_has_all_its_words_headline_first() -> None:
    """Each with the place where it stands."""
    headline, text = "Kishida in Washington", "Fumio Kishida came."
    (tag,) = actor_tags(find_names(headline, text, DAY).actors)
    assert [(one.field, one.quote) for one in tag.evidence] == [
        (Field.HEADLINE, "Kishida"),
        (Field.TEXT, "Fumio Kishida"),
    ]
    for one in tag.evidence:
        assert (headline if one.field == Field.HEADLINE else text)[one.start : one.end] == one.quote


def test_a_name_of_several_states_takes_none_of_their_tags() -> None:
    """The states in the name of a programme count as before."""
    states = find_names("", "The Japan-US Mekong Power Partnership", DAY).states
    assert [mention.code for mention in states] == ["JP", "US"]


def test_every_actor_belongs_to_states_that_there_are() -> None:
    """And says what it is in one line."""
    for actor in actors().values():
        assert set(actor.states) <= set(countries())
        assert actor.type in ActorType
        assert actor.description.startswith(actor.type.capitalize())
    assert actors()["fumio-kishida"].description.startswith("Person, Japan: ")
    assert "prime minister (2021-2024)" in actors()["fumio-kishida"].description


def test_other_spellings_lead_to_the_actor() -> None:
    """Those that mean just one."""
    assert actor_aliases()["Department of War"] == "pentagon"
    assert actor_aliases()["Japan Foreign Ministry"] == "foreign-ministry-jp"
    assert "Kim" not in actor_aliases()


def test_an_id_that_went_leads_on() -> None:
    """Two names of one body were joined; what was kept under the other still finds it."""
    assert actor_aliases()["parliament-jp"] == "diet"
    assert actor_aliases()["parliament-tr"] == "grand-national-assembly"
    assert not former_ids().keys() & actors().keys()
    assert set(former_ids().values()) <= actors().keys()
