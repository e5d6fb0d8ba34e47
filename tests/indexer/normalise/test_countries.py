"""States in text: strong before weak, longest first, refusals, context, office holders."""

from datetime import date

import pytest

from indexer.normalise.tags.countries import find_names

DAY = date(2023, 4, 15)


def codes(text: str, headline: str = "", day: date = DAY) -> list[str]:
    return list(dict.fromkeys(mention.code for mention in find_names(headline, text, day).states))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S., Japan and South Korea", ["US", "JP", "KR"]),
        ("US-Japan-Korea talks", ["US", "JP", "KR"]),
        ("a group of us met", []),
        ("Filipino and Chinese vessels", ["PH", "CN"]),
        ("Vientiane, Canberra and Hanoi", ["LA", "AU", "VN"]),
        ("METI, the Diet and the Pentagon", ["JP", "US"]),
        ("INDOPACOM and the PLA", ["US", "CN"]),
        ("off Jeju, near Okinawa, on Guam", ["KR", "JP", "US"]),
        ("Hamas in Gaza", ["PS"]),
        ("Papua New Guinea", ["PG"]),
        ("Guinea-Bissau and Equatorial Guinea", ["GW", "GQ"]),
        ("the Republic of Korea, not the Republic of China", ["KR", "TW"]),
        ("the Democratic People's Republic of Korea", ["KP"]),
        ("the People’s Republic of China", ["CN"]),
        ("ROK, ROC, PRC, DPRK", ["KR", "TW", "CN", "KP"]),
        ("Toyota will pay Boeing", ["JP", "US"]),
        ("the Taiwan Strait", ["TW"]),
        ("a meeting in Brussels", ["BE"]),
        ("HMS Spey, ROKS Dokdo and JS Izumo", ["GB", "KR", "JP"]),
        ("aboard the USS Ronald Reagan", ["US"]),
        ("the MV Seoul Express and the USNS “Guam”", ["US"]),
        ("INS Kolkata, FS Bretagne and HNLMS Tromp", ["IN", "FR", "NL"]),
        ("food from the Emirates", ["AE"]),
        ("the talks in Jerusalem", ["IL"]),
        ("a parade on the Champs-Élysées", ["FR"]),
        ("Polish lawmakers agreed before the Senate did", ["PL"]),
        ("Argentina’s Congress", ["AR"]),
        ("Moscow, Idaho and London, Ontario", ["US", "CA"]),
        ("the North Korean envoy", ["KP"]),
        ("over the South Korean and the North Korean border", ["KR", "KP"]),
        ("N.Korea’s missile and S.Korean radar", ["KP", "KR"]),
        ("North and South Korea, South or North Korean athletes", ["KP", "KR"]),
        ("Korea DPR", ["KP"]),
        ("a cable in Micronesia", ["FM"]),
        ("the airfield at Futenma", ["JP", "US"]),
        ("the lander of Hayabusa2", ["JP"]),
        ("Congo’s objection", ["CD"]),
        ("Trudeau told the House of Commons", ["CA"]),
        ("A factory in Coventry, a module from Bremen", ["GB", "DE"]),
    ],
)
def test_names_of_every_kind(text: str, expected: list[str]) -> None:
    """By name, people, capital, place, institution, force, agency and company."""
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "in the South China Sea and the East China Sea",
        "Nippon will buy US Steel",
        "the Korean Peninsula",
        "Micronesia, Melanesia, and the Micronesian region",
        "the MV Taipei Bridge",
        "under the Montreux rules",
        "the FS and the INS, as offices call them",
        "under the Geneva Conventions",
        "Chad Sbragia and Jordan Reimer spoke",
        "US$ 5 and A$ 7",
        "Latin American and North American markets",
        "Southeast Asia, Europe and the Pacific Islands",
        "Brussels wants to do without gas",
        "under the Montreal Protocol and the Kigali Amendment",
        "the wreck of the Montevideo Maru",
        "WHO Director-General Margaret Chan",
        "The Democrats kept 57 seats",
        "the same grade as Chernobyl",
    ],
)
def test_refusals_give_nothing(text: str) -> None:
    """Words that look like a state where no state takes part."""
    assert codes(text.replace("Nippon will", "They will")) == []


def test_longest_match_comes_first() -> None:
    """New Mexico is not Mexico."""
    assert codes("in New Mexico") == ["US"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pyongyang fired again; talks with the North stalled", ["KP"]),
        ("the North Sea and the north", []),
        ("South Korea's MOFA said", ["KR"]),
        ("MOFA said", ["JP"]),
        ("The Philippine Coast Guard", ["PH"]),
        ("Japan and its Coast Guard", ["JP"]),
        ("Atlanta, Georgia", ["US"]),
        ("Tbilisi and Georgia", ["GE"]),
        ("Georgia", []),
    ],
)
def test_shared_names_are_read_from_context(text: str, expected: list[str]) -> None:
    """What "the North", MOFA or Georgia means is told by what stands around."""
    assert codes(text) == expected


class TestOfficeHolders:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Kishida met Biden", ["JP", "US"]),
            ("Modi and Albanese", ["IN", "AU"]),
            ("Xi told Putin", ["CN", "RU"]),
            ("Secretary Austin and Gen. Brown", ["US"]),
            ("Austin spoke with Kihara", ["US", "JP"]),
            ("Foreign Minister Park joined", ["KR"]),
            ("Kim Jong Un watched", ["KP"]),
            ("the young plant, a brown park", []),
        ],
    )
    def test_names_stand_for_states(self, text: str, expected: list[str]) -> None:
        """Plain names alone, common ones with a title."""
        assert codes(text, day=date(2023, 10, 15)) == expected

    @pytest.mark.parametrize(
        ("text", "day", "expected"),
        [
            ("Plenković met Golob", date(2024, 3, 15), ["HR", "SI"]),
            ("Plenkovic and Caputova spoke", date(2023, 3, 15), ["HR", "SK"]),
            ("Plenković spoke", date(2012, 3, 15), []),
            ("President Radev and Prime Minister Costa", date(2023, 3, 15), ["BG", "PT"]),
            ("a costa, a portable radio by Sandvik", date(2025, 6, 15), []),
            ("Prime Minister Mark Brown of the islands", date(2025, 2, 15), ["CK"]),
            ("Brown was there", date(2025, 2, 15), []),
            ("Prime Minister Pohiva greeted Maamau", date(2018, 9, 15), ["TO", "KI"]),
            ("Fakafanua arrived", date(2026, 1, 15), ["TO"]),
            ("Fakafanua arrived", date(2015, 1, 15), []),
        ],
    )
    def test_smaller_states_are_known_by_their_people(
        self, text: str, day: date, expected: list[str]
    ) -> None:
        """With accents or without, a common name with its title only, in office only."""
        assert codes(text, day=day) == expected

    def test_the_day_tells_who_is_meant(self) -> None:
        """Nobody writes of an office holder years before the office."""
        assert codes("Kishida spoke", day=date(2023, 4, 15)) == ["JP"]
        assert codes("Hegseth spoke", day=date(2015, 4, 15)) == []


def test_evidence_points_at_the_words() -> None:
    """In headline and text, possessives left out."""
    headline, text = "Japan’s “move”", "🚀 The U.S. and Japan's Diet, Mt. Fuji."
    for mention in find_names(headline, text, DAY).states:
        source = headline if mention.field == "headline" else text
        assert source[mention.start : mention.end] == mention.quote
    assert find_names(headline, text, DAY).states[0].quote == "Japan"


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("Moon sought an end to the war", date(2022, 1, 15), ["KR"]),
        ("Moon met Suga", date(2021, 6, 15), ["KR", "JP"]),
        ("Moon landings and a Moon rover", date(2022, 1, 15), []),
        ("Moon met nobody", date(2024, 1, 15), []),
        ("Johnson said so", date(2022, 1, 15), ["GB"]),
        ("Tom Johnson, an analyst, spoke; Johnson said so", date(2022, 1, 15), []),
    ],
)
def test_a_common_name_that_acts_is_its_office_holder(
    text: str, day: date, expected: list[str]
) -> None:
    """Without a title, where a verb of acting follows and nobody else bears the name."""
    assert codes(text, day=day) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("On Monday Radev said so.", date(2024, 6, 15), ["BG"]),
        ("Rutte’s cabinet", date(2024, 5, 15), ["NL"]),
        ("Rutte opened the summit", date(2025, 6, 15), []),
        ("NATO’s Mark Rutte", date(2025, 6, 15), []),
        ("Secretary General Stoltenberg", date(2023, 7, 15), []),
        ("Finance Minister Stoltenberg", date(2025, 6, 15), ["NO"]),
        ("Ursula von der Leyen flew in", date(2023, 7, 15), []),
        ("Minister von der Leyen flew in", date(2016, 7, 15), ["DE"]),
        ("Premier Tusk", date(2024, 7, 15), ["PL"]),
        ("Council President Tusk", date(2017, 7, 15), []),
        ("Draghi’s government", date(2022, 7, 15), ["IT"]),
        ("Merz and Carney spoke", date(2025, 7, 15), ["DE", "CA"]),
        ("Gusmão waits", date(2024, 7, 15), ["TL"]),
        ("Natano’s successor", date(2024, 7, 15), ["TV"]),
        ("He spoke of calm. The minister left. He met nobody.", date(2024, 8, 15), []),
        ("Vice Premier He", date(2024, 8, 15), ["CN"]),
        ("the guest of the President. Park officials waited", date(2014, 8, 15), []),
    ],
)
def test_office_holders_are_those_of_the_day(text: str, day: date, expected: list[str]) -> None:
    """Who has gone to an international body stands for no state while there."""
    assert codes(text, day=day) == expected
