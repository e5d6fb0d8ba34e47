"""The plain text reader, on the three layouts and their faults."""

import pytest

from indexer.errors import UnknownFormat, UnreadableSource
from indexer.readers import RawDigest, SourceHints, read
from tests.builders import make_digest_text

PAGE = """US-Japan Alliance Digest Vol 2.7

Download this publication (PDF)

Publications US-Japan Alliance Digest Vol 2.7

Download US-Japan Alliance Digest Vol 2.7


{credit}
  • First headline
  • Second headline


  • First paragraph, dated April 6.
  • Second paragraph.

“US-Japan Alliance Digest” is a bi-weekly summary of developments compiled by Sasakawa USA.

Download US-Japan Alliance Digest Vol 2.7

2024 Sasakawa USA | Privacy Policy | Sitemap

Custom WordPress Design, Development & Digital Marketing by someone
"""
CAPTURE = """Headlines:
- First headline
- Second headline
Details:
- First paragraph.
- Second paragraph.
"""
BLOG = """Sasakawa USA Blog

This blog covers news.

{title}



To download as a PDF, please click here.




● First headline

● Second headline




● First paragraph.

● Second paragraph.
"""


def parsed(text: str, origin: str = "vol-2-07.txt", **hints: object) -> RawDigest:
    return read(text.encode(), SourceHints(origin, **hints), max_bytes=1_000_000)  # type: ignore[arg-type]


def pairs(digest: RawDigest) -> list[tuple[str, str]]:
    return [(item.headline, item.text) for item in digest.items]


EXPECTED = [("First headline", "First paragraph."), ("Second headline", "Second paragraph.")]


class TestPublicationPage:
    def test_headlines_meet_their_paragraphs_and_nothing_else(self) -> None:
        """No download line, footer or credit becomes part of an item."""
        digest = parsed(PAGE.format(credit="Image Source: USNI"))
        assert pairs(digest) == [
            ("First headline", "First paragraph, dated April 6."),
            ("Second headline", "Second paragraph."),
        ]
        assert (digest.series, digest.volume, digest.number) == ("us-japan-alliance-digest", 2, 7)
        assert digest.stated_date is None, "the copyright year is no date"
        assert digest.remarks == ()

    @pytest.mark.parametrize(
        ("line", "credit"),
        [
            ("Image Source: USNI\n", "USNI"),
            ("fImage Source: Korea Herald", "Korea Herald"),
            ("Image Credit: The Jiji Press Ltd\n\n", "The Jiji Press Ltd"),
            ("", None),
        ],
    )
    def test_the_image_credit_is_read_with_its_faults(self, line: str, credit: str | None) -> None:
        """With a stray letter before it, with or without a blank line after it."""
        digest = parsed(PAGE.format(credit=line))
        assert digest.image_credit == credit
        assert len(digest.items) == 2

    @pytest.mark.parametrize(
        "label", ["Headlines", "Headlines:", "Happy New Year Headlines:", "Biden-Kishida Headlines"]
    )
    def test_labels_may_stand_before_the_credit(self, label: str) -> None:
        """And the details need no label of their own."""
        digest = parsed(PAGE.format(credit=f"{label}\n\nImage Source: dvids"))
        assert [item.headline for item in digest.items] == ["First headline", "Second headline"]


class TestPlainCapture:
    @pytest.mark.parametrize("colon", ["", ":"])
    def test_labels_part_headlines_from_paragraphs(self, colon: str) -> None:
        """With a colon or without; the volume is in the file's name only."""
        text = CAPTURE.replace("s:", f"s{colon}")
        digest = parsed(text, "us-japan-alliance-digest/vol-1-05.txt")
        assert pairs(digest) == EXPECTED
        assert (digest.volume, digest.number) == (1, 5)

    @pytest.mark.parametrize(
        "origin",
        [
            "us-japan-alliance-digest-vol-2-11.txt",
            "https://spfusa.org/publications/us-japan-alliance-digest-vol-2-11/",
            "vol_2_11.txt",
            "digest Vol 2.11.txt",
        ],
    )
    def test_the_volume_comes_from_file_name_or_url(self, origin: str) -> None:
        """However it is written there."""
        digest = parsed(CAPTURE, origin)
        assert (digest.volume, digest.number) == (2, 11)

    def test_a_series_that_is_only_assumed_is_said_to_be(self) -> None:
        """Nothing in the file names it."""
        codes = [remark.code for remark in parsed(CAPTURE, "vol-2-11.txt").remarks]
        assert codes == ["series-assumed"]

    def test_the_caller_may_say_what_the_page_does_not(self) -> None:
        """Over the file name; but what the page says is not overruled, it is refused."""
        plain = PAGE.format(credit="").replace(" Vol 2.7", "")
        digest = parsed(plain, volume=(3, 1))
        assert (digest.volume, digest.number) == (3, 1)
        with pytest.raises(UnreadableSource, match=r"says volume 2\.7, and 3\.1 was given"):
            parsed(PAGE.format(credit=""), volume=(3, 1))

    def test_a_page_and_its_name_that_disagree_are_doubtful(self) -> None:
        """The page is believed, and the report says so."""
        digest = parsed(PAGE.format(credit=""), origin="vol-3-01.txt")
        assert (digest.volume, digest.number) == (2, 7)
        assert [remark.code for remark in digest.remarks] == ["volume-conflict"]

    def test_a_page_that_retells_says_so(self) -> None:
        """In a line of its own before the items, which is no item."""
        told = PAGE.format(credit="").replace(
            " Vol 2.7\n", " Vol 2.7\n\nRetold in our own words.\n", 1
        )
        assert parsed(told).retold
        assert not parsed(PAGE.format(credit="")).retold
        assert len(parsed(told).items) == len(parsed(PAGE.format(credit="")).items)


class TestBlogPage:
    @pytest.mark.parametrize(
        ("title", "origin", "volume"),
        [
            ("US-Japan Alliance Digest -Vol 1.9-", "blog.txt", (1, 9)),
            ("US-Japan Alliance Digest", "vol-1-01.txt", (1, 1)),
        ],
    )
    def test_round_bullets_each_followed_by_a_blank_line(
        self, title: str, origin: str, volume: tuple[int, int]
    ) -> None:
        """The widest gap parts the lists; the site's intro belongs to neither."""
        digest = parsed(BLOG.format(title=title), origin)
        assert pairs(digest) == EXPECTED
        assert (digest.volume, digest.number) == volume


class TestFaults:
    def test_hard_wrapped_lines_are_joined(self) -> None:
        """A line that continues a bullet belongs to it."""
        digest = parsed(CAPTURE.replace("First paragraph.", "First\n  para-\n  graph goes on."))
        assert digest.items[0].text == "First para-graph goes on."

    def test_points_set_in_under_an_item_belong_to_it(self) -> None:
        """They shift no later item against its headline."""
        text = CAPTURE.replace("First paragraph.", "First paragraph:\n    - one point\n    - two.")
        digest = parsed(text)
        assert [item.headline for item in digest.items] == ["First headline", "Second headline"]
        assert digest.items[0].text == "First paragraph: - one point - two."
        assert digest.items[1].text == "Second paragraph."

    def test_lists_may_be_set_in_differently(self) -> None:
        """The paragraphs deeper than the headlines."""
        deeper = CAPTURE.replace("- First p", "   - First p").replace("- Second p", "   - Second p")
        assert pairs(parsed(deeper)) == EXPECTED

    def test_a_second_paragraph_belongs_to_the_item_before_it(self) -> None:
        """A blank line inside an item loses nothing, and is said."""
        text = CAPTURE.replace("First paragraph.", "First paragraph.\n\nIt goes on, on May 4.")
        digest = parsed(text, "us-japan-alliance-digest-vol-2-7.txt")
        assert digest.items[0].text == "First paragraph. It goes on, on May 4."
        assert [(remark.code, remark.line) for remark in digest.remarks] == [("continued", 7)]

    def test_what_stands_after_the_last_item_is_named(self) -> None:
        """A footer that nobody knew yet."""
        digest = parsed(
            CAPTURE + "\nWritten by somebody.\n", "us-japan-alliance-digest-vol-2-7.txt"
        )
        assert pairs(digest) == EXPECTED
        assert [(remark.code, remark.words) for remark in digest.remarks] == [
            ("left-out", "Written by somebody.")
        ]

    def test_a_paragraph_that_is_cut_off_is_marked(self) -> None:
        """Even in the middle of a word."""
        digest = parsed(CAPTURE.replace("Second paragraph.", "Second parag"))
        assert [item.truncated for item in digest.items] == [False, True]
        assert digest.remarks[-1].code == "cut-off"
        assert digest.remarks[-1].line == 6

    def test_a_missing_stop_elsewhere_cuts_nothing(self) -> None:
        """It is noted, and the item is whole."""
        digest = parsed(
            CAPTURE.replace("First paragraph.", "First paragraph"),
            "us-japan-alliance-digest-vol-2-7.txt",
        )
        assert [item.truncated for item in digest.items] == [False, False]
        assert [remark.code for remark in digest.remarks] == ["stop-missing"]

    def test_a_headline_without_paragraph_is_kept(self) -> None:
        """Headline only, marked as cut, and said."""
        digest = parsed(CAPTURE.replace("- Second paragraph.\n", ""))
        assert pairs(digest)[1] == ("Second headline", "")
        assert digest.items[1].truncated
        assert "paragraph-missing" in [remark.code for remark in digest.remarks]

    def test_a_paragraph_without_headline_is_kept(self) -> None:
        """Its first sentence stands in for the headline."""
        digest = parsed(CAPTURE + "- Third paragraph here. It goes on.\n")
        assert pairs(digest)[2] == ("Third paragraph here.", "Third paragraph here. It goes on.")
        assert "headline-missing" in [remark.code for remark in digest.remarks]

    def test_windows_line_ends_and_encoding(self) -> None:
        """CRLF, and a file that is not UTF-8."""
        data = CAPTURE.replace("First p", "“First” p").replace("\n", "\r\n").encode("cp1252")
        digest = read(data, SourceHints("vol-2-7.txt"), max_bytes=10_000)
        assert digest.items[0].text == "“First” paragraph."
        assert "encoding" in [remark.code for remark in digest.remarks]

    def test_utf16_and_byte_order_marks(self) -> None:
        """As Windows programs write them."""
        for encoding in ("utf-16", "utf-8-sig"):
            digest = read(CAPTURE.encode(encoding), SourceHints("vol-2-7.txt"), max_bytes=10_000)
            assert pairs(digest) == EXPECTED


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "empty"),
            (b" \n\n", "empty"),
            (b"Just some prose, without any list.\n", "no digest can be made out"),
            (b"- one\x00\n- two\n", "NUL"),
            (b"- a\n- b\nDetails\n- " + b"x" * 200_000 + b"\n", "characters long"),
            (b"y" * 2_000_000, "more than the"),
        ],
    )
    def test_what_is_no_digest_is_refused_with_the_reason(self, data: bytes, reason: str) -> None:
        """Naming the file, and what is wrong with it."""
        with pytest.raises(UnreadableSource, match=reason) as caught:
            read(data, SourceHints("strange.txt"), max_bytes=1_000_000)
        assert str(caught.value).startswith("strange.txt: ")

    @pytest.mark.parametrize(
        "data", [b"PK\x03\x04...", b"{\\rtf1 ...", b"\x1f\x8b...", b"\x89PNG..."]
    )
    def test_other_formats_are_named(self, data: bytes) -> None:
        """By content, whatever the file is called."""
        with pytest.raises(UnknownFormat):
            read(data, SourceHints("digest.txt"), max_bytes=1_000)

    def test_an_unknown_series_is_refused(self) -> None:
        """With the names of those that are known."""
        with pytest.raises(UnreadableSource, match="us-japan-alliance-digest"):
            parsed(CAPTURE, series="some-other-digest")


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([("One in Japan", "Tokyo did one. " * 700)], "at line 6 is 10,499 characters long"),
        ([(f"Item {n}", f"Japan did {n}.") for n in range(201)], "201 items"),
    ],
)
def test_what_is_far_too_long_for_an_issue_is_refused(
    items: list[tuple[str, str]], words: str
) -> None:
    """It would take minutes to read, and is no digest."""
    with pytest.raises(UnreadableSource, match=words):
        read(make_digest_text(*items), SourceHints("x"), max_bytes=1_000_000)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_calendars_end_is_no_date_of_issue(day: str) -> None:
    """The days around it could not be counted."""
    page = make_digest_text(
        ("One", "Tokyo did one last week."), title=f"US-Japan Alliance Digest Vol 2.7\n{day}"
    )
    assert read(page, SourceHints("x"), max_bytes=10_000).stated_date is None
