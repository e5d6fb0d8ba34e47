"""Groupings: by name, and the trilaterals by three states acting together."""

from datetime import date

import pytest

from indexer.normalise.tags.countries import find_names
from indexer.normalise.tags.groups import find_groups

ISSUED = date(2023, 9, 15)


def groups(text: str, headline: str = "") -> list[str]:
    mentions = find_names(headline, text, ISSUED).states
    return [finding.value for finding in find_groups(headline, text, mentions, ISSUED)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at a NATO ministerial", ["nato"]),
        ("Quad leaders met", ["quad"]),
        ("a quad of Japan, the US, Australia and the Philippines", []),
        ("IPEF and the G7", ["ipef", "g7"]),
        ("the IAEA and the World Health Organization", ["un"]),
        ("IMF/World Bank meetings", []),
        ("APEC in San Francisco; ASEAN in Jakarta", ["apec", "asean"]),
        ("who met whom", []),
        ("the Security Council met, the US National Security Council did not", ["un"]),
        ("Iran’s Supreme National Security Council", []),
        ("the Russian Security Council secretary", []),
        ("von der Leyen and Stoltenberg drew up a list", ["eu", "nato"]),
        ("Guterres appealed to donors, Borrell did not", ["un", "eu"]),
        ("WFP lorries and UNRWA schools", ["un"]),
        ("islanders at the Pacific Islands Leaders Meeting", ["pif"]),
        ("a Quad of Japan, the US, Australia and the Philippines", []),
        ("the Quad of Japan, the US, Australia and India", ["quad"]),
        ("Europol and the OECD", []),
        ("Seoul and Brussels complain of the duties", ["eu"]),
        ("a meeting in Brussels", []),
        ("India, Japan, Australia and the United States held a drill", ["quad"]),
        ("India, Japan, Australia and the United States are hot", []),
        ("the TPP without the United States", ["cptpp"]),
        ("Vestager spoke of chips, DiCarlo of the truce", ["eu", "un"]),
        ("at UNGA, where MEPs came along", ["un", "eu"]),
        ("tanks rolled for Steadfast Defender", ["nato"]),
        ("a third round of Freedom Edge", ["trilateral-us-jp-kr"]),
        ("what the Camp David summit set out", ["trilateral-us-jp-kr"]),
        ("the president spent his weekend at Camp David", []),
        ("rail lines of the Luzon Economic Corridor", ["trilateral-us-jp-ph"]),
        ("ministers of the Trilateral Strategic Dialogue", ["trilateral-us-jp-au"]),
    ],
)
def test_groups_by_name(text: str, expected: list[str]) -> None:
    """Case tells the Quad from a quad, and WHO from who."""
    assert groups(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US, South Korean, and Japanese forces trained", ["trilateral-us-jp-kr"]),
        ("US-Japan-Korea talks", ["trilateral-us-jp-kr"]),
        ("ROK-US-Japan ties", ["trilateral-us-jp-kr"]),
        ("Blinken, Kamikawa, and South Korea’s Park condemned it", ["trilateral-us-jp-kr"]),
        ("Tokyo and Seoul want trilateral work with the US", ["trilateral-us-jp-kr"]),
        ("The US, Japan and the Philippines sailed", ["trilateral-us-jp-ph"]),
        (
            "US and Japanese aides held trilateral talks with Philippine and Australian officials",
            ["trilateral-us-jp-ph", "trilateral-us-jp-au"],
        ),
        ("The US, Japan, Australia and the Philippines sailed", []),
        ("Japan met South Korea. The US watched.", []),
        (
            "Seoul and Tokyo agreed with Washington to share what radars see",
            ["trilateral-us-jp-kr"],
        ),
        ("US–Japan–ROK ties", ["trilateral-us-jp-kr"]),
        ("After talks in Seoul and Tokyo an American envoy flew on", []),
        ("Iwaya and Seoul’s minister condemned it with Blinken", ["trilateral-us-jp-kr"]),
        ("An American bomber flew with Japanese and South Korean jets", ["trilateral-us-jp-kr"]),
        ("Blinken came to Japan by way of South Korea for talks", []),
        ("JS Kaga, USS Howard and HMAS Hobart met a Philippine patrol boat", []),
        ("Chinese and South Korean guests saw Iwaya; the three talked. America watched.", []),
        ("Japan, Australia and the United States call it binding", []),
        ("Japan, the United States and the EU signed in South Korea", ["eu"]),
        ("The ship sailed; Japan and South Korea looked for American help", []),
        (
            "Japan and America talked. Both met later with their Philippine friends",
            ["trilateral-us-jp-ph"],
        ),
        ("A cable paid by three: Japan, Australia, and the United States", ["trilateral-us-jp-au"]),
    ],
)
def test_trilaterals(text: str, expected: list[str]) -> None:
    """Exactly three in one breath, or words of threesome beside all members."""
    assert groups(text) == expected
