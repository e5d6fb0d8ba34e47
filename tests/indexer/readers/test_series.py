"""Filing: an issue comes under the series that it names, or under none."""

from datetime import date
from pathlib import Path

import pytest

from indexer.errors import InputError, UnreadableSource
from indexer.normalise.series import Numbering, SeriesProfile, SeriesRegistry, shipped
from indexer.normalise.series_files import registry
from indexer.readers import RawDigest, SourceHints, read
from indexer.readers.titles import is_publication

LETTER = """Harbour Institute Letter No. 5
12 May 2024

1) Ministers meet in Oslo

The ministers of Norway and Japan met in Oslo on 10 May and agreed on a plan for ports.

2) Port call at Yokosuka

A frigate of the Royal Navy called at Yokosuka on 8 May and left two days later.
"""

ITEMS = LETTER.partition("2024\n\n")[2]
LISTS = """- Ministers meet in Oslo
- Port call at Yokosuka


- The ministers of Norway and Japan met in Oslo on 10 May and agreed on a plan for ports.
- A frigate of the Royal Navy called at Yokosuka on 8 May and left two days later.
"""
CHRONICLE = """### May 8, 2024

A frigate of the Royal Navy called at Yokosuka and left two days later.

### May 10, 2024

The ministers of Norway and Japan met in Oslo and agreed on a plan for ports.
"""
PAGE = """<h2>Ministers meet in Oslo</h2>
<p>The ministers of Norway and Japan met in Oslo on 10 May and agreed on a plan for ports.</p>
<h2>Port call at Yokosuka</h2>
<p>A frigate of the Royal Navy called at Yokosuka on 8 May and left two days later.</p>
"""


def parsed(text: str, origin: str = "letter.txt", **hints: object) -> RawDigest:
    known = hints.pop("known", None)
    given = SourceHints(origin, **hints)  # type: ignore[arg-type]
    return read(text.encode(), given, max_bytes=1_000_000, series=known)  # type: ignore[arg-type]


class TestUnknownSeries:
    @pytest.mark.parametrize(
        "origin", ["letter.txt", "vol-3-04.txt", "us-japan-alliance-digest/vol-3-04.txt"]
    )
    def test_it_is_refused_with_its_title_line(self, origin: str) -> None:
        """Whatever the file is called, and without advice to rename it."""
        with pytest.raises(UnreadableSource, match=r"“Harbour Institute Letter No\. 5”") as caught:
            parsed(LETTER, origin)
        assert "--series" in str(caught.value)
        assert "--new-series" in str(caught.value)
        assert "name the file" not in str(caught.value)

    @pytest.mark.parametrize(
        "said", [{"new_series": True}, {"series": "Harbour Institute Letter"}], ids=str
    )
    def test_the_caller_may_make_a_plain_profile(self, said: dict[str, object]) -> None:
        """By name or by wish; the report tells what was made."""
        digest = parsed(LETTER, **said)
        assert digest.new_series
        assert (digest.profile.id, digest.profile.code) == ("harbour-institute-letter", "hil")
        assert (digest.volume, digest.number, digest.stated_date) == (None, 5, date(2024, 5, 12))
        assert [item.headline for item in digest.items] == [
            "Ministers meet in Oslo",
            "Port call at Yokosuka",
        ]
        assert "new-series" in [remark.code for remark in digest.remarks]

    def test_it_must_state_its_date(self) -> None:
        """Else the caller says it."""
        undated = LETTER.replace("12 May 2024\n", "")
        with pytest.raises(UnreadableSource, match="must state its date"):
            parsed(undated, new_series=True)
        digest = parsed(undated, new_series=True, issue_date=date(2024, 5, 12))
        assert digest.stated_date == date(2024, 5, 12)

    def test_a_slip_of_the_pen_makes_no_series(self) -> None:
        """The known one is offered."""
        with pytest.raises(UnreadableSource, match="did you mean 'us-japan-alliance-digest'"):
            parsed("- One\n- Two\n", series="us-japan-aliance-digest")


class TestContradiction:
    def test_the_title_line_is_not_overruled(self) -> None:
        """Neither towards a known series nor away from it."""
        with pytest.raises(UnreadableSource, match=r"“Harbour Institute Letter No\. 5”"):
            parsed(LETTER, series="us-japan-alliance-digest")
        known = LETTER.replace("Harbour Institute Letter No. 5", "US-Japan Alliance Digest Vol 2.7")
        with pytest.raises(UnreadableSource, match=r"“US-Japan Alliance Digest Vol 2\.7”"):
            parsed(known, series="transatlantic-alliance-digest")

    @pytest.mark.parametrize(
        "text",
        [
            "Harbour Alliance Letter\n24 May 2024\n\n{items}\nUS-Japan Alliance Digest\n",
            "Harbour Voices\n24 May 2024\n\n{items}\nUS-Japan Alliance Digest | Harbour Letter\n",
            "US-Japan Alliance Digest | Harbour Letter\nHarbour Letter 7\n24 May 2024\n\n{items}",
            "Harbour Alliance Letter\nUS-Japan Alliance Digest\n24 May 2024\n\n{items}",
            "Harbour Letter: US-Japan Alliance Digest\n24 May 2024\n\n{items}",
            (
                '{{"title": "Transatlantic Alliance Digest 1.2", "volume": 1, "number": 2, '
                '"series": "us-japan-alliance-digest", '
                '"items": [{{"headline": "Talks held", "text": ""}}]}}'
            ),
        ],
    )
    def test_a_known_series_that_is_only_mentioned_takes_no_issue(self, text: str) -> None:
        """In the foot, a row of links, below or behind another title; or against it, in a field."""
        with pytest.raises(UnreadableSource, match="title line"):
            parsed(text.format(items=ITEMS))

    @pytest.mark.parametrize(
        ("text", "origin"),
        [
            ("Harbour Allied Voices\n24 May 2024\n\n{items}", "us-japan-alliance-digest/may.txt"),
            ("Harbourlights.\n24 May 2024\n\n{items}", "us-japan-alliance-digest/may.txt"),
            ("Headlines\n{lists}", "us-japan-alliance-digest-notes/may.txt"),
            ("Headlines\n{lists}", "korea-us-japan-alliance-digest-vol-1-02.txt"),
        ],
    )
    def test_a_name_of_a_file_is_not_believed_against_the_issue(
        self, text: str, origin: str
    ) -> None:
        """Nor one that only contains a series' name."""
        with pytest.raises(UnreadableSource, match="no known series"):
            parsed(text.format(items=ITEMS, lists=LISTS), origin)

    def test_a_sender_that_is_known_is_no_new_series(self) -> None:
        """Whatever the caller says."""
        mail = f"From: US-Japan Alliance Digest <d@example.org>\nSubject: This week\n\n{ITEMS}"
        dated = mail.replace("\n\n", "\nDate: Fri, 24 May 2024 09:00:00 +0000\n\n", 1)
        digest = parsed(dated, "mail.eml", new_series=True)
        assert (digest.profile.code, digest.new_series) == ("usjad", False)

    def test_a_longer_name_is_another_series(self) -> None:
        """It only contains the known one's."""
        text = LETTER.replace("Harbour Institute Letter", "Korea-US-Japan Alliance Digest")
        with pytest.raises(UnreadableSource, match="no known series"):
            parsed(text)


class TestUntitled:
    """Plain captures of one series come without a title; nothing else is taken for one of them."""

    def test_two_lists_numbered_by_their_name_are(self) -> None:
        digest = parsed(LISTS, "vol-2-07.txt")
        assert (digest.profile.code, digest.volume, digest.number) == ("usjad", 2, 7)
        assert "series-assumed" in [remark.code for remark in digest.remarks]

    @pytest.mark.parametrize(
        ("text", "origin", "said"),
        [
            (LISTS, "vol-2-07.txt", {"new_series": True}),
            (LISTS, "issue.txt", {}),
            (LISTS, "harbour-letter-vol-2-07.txt", {}),
            (f"24 May 2024\n\n{LISTS}", "vol-2-07.txt", {}),
            (f"By Ann Quay, Oslo.\n\n{LISTS}", "vol-2-07.txt", {}),
            (f"From: Ann <a@example.org>\nSubject: \n\n{LISTS}", "vol-2-07.eml", {}),
            (CHRONICLE, "vol-2-07.md", {}),
            (CHRONICLE, "vol-2-07.md", {"new_series": True}),
            (f"<html><body>{PAGE}</body></html>", "vol-2-07.html", {"new_series": True}),
        ],
    )
    def test_anything_else_is_refused(
        self, text: str, origin: str, said: dict[str, object]
    ) -> None:
        """A new series, no number, a date, a line of words, a sender, entries, headings."""
        with pytest.raises(UnreadableSource, match=r"no known series.*--series"):
            parsed(text, origin, **said)


class TestLayers:
    def test_the_stronger_layer_wins(self, tmp_path: Path) -> None:
        """A file's profile hides a shipped one of the same id."""
        file = tmp_path / "mine.yaml"
        file.write_text(
            "harbour-letter: {code: hil, title: Harbour Institute Letter, numbering: number}\n"
            "transatlantic-alliance-digest: {code: tad, title: Atlantic Letter}\n"
        )
        known = registry(tmp_path)
        digest = parsed(LETTER, known=known)
        assert (digest.series, digest.number, digest.new_series) == ("harbour-letter", 5, False)
        atlantic = known.get("transatlantic-alliance-digest")
        assert atlantic is not None
        assert atlantic.title == "Atlantic Letter"

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("a: {code: usjad, title: Other}", "have the same code"),
            ("a: {code: x1, titel: Other}", "titel: there is no such field"),
            ("a: {code: x1, title: Other, boilerplate: ['(']}", "not a regular expression"),
            ("a: [", "mine.yaml:"),
            ("- a", "should map ids"),
        ],
    )
    def test_a_faulty_profile_is_named(self, tmp_path: Path, content: str, words: str) -> None:
        """With its file and key."""
        (tmp_path / "mine.yaml").write_text(content)
        with pytest.raises(InputError, match=words):
            registry(tmp_path)

    def test_a_numbering_by_interval_dates_issues(self) -> None:
        """Issue 3 of a weekly is two weeks after the first."""
        profile = SeriesProfile(
            id="weekly", code="wk", title="Weekly", numbering=Numbering.NUMBER,
            first_issue=date(2024, 1, 5), every_days=7,
        )  # fmt: skip
        assert profile.issue_date(None, 3) == date(2024, 1, 19)
        assert SeriesRegistry([profile], shipped()).get("Weekly") is profile


@pytest.mark.parametrize(
    ("title", "publication"),
    [
        ("07-review-of-the-year", False),
        ("harbour_letter.txt", False),
        ("Harbour Letter", True),
        ("harbour letter", True),
        ("Review", True),
    ],
)
def test_a_files_name_is_no_title(title: str, publication: bool) -> None:
    """What a program calls an issue does not name its series."""
    assert is_publication(title) == publication
