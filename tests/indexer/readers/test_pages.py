"""Pages, mails, feeds, lines of JSON: what is around an issue is dropped, what dates it is kept."""

import json
from collections.abc import Sequence
from datetime import date

import pytest

from indexer.errors import UnreadableSource
from indexer.readers import Part, RawDigest, SourceHints, kept, parts, read

ITEMS = (
    ("Ministers meet in Oslo", "The ministers of Norway and Japan met in Oslo on 10 May on ports."),
    (
        "Port call at Yokosuka",
        "A frigate of the Royal Navy called at Yokosuka on 8 May for a week.",
    ),
)


def parsed(data: str | bytes, origin: str = "x.dat", **hints: object) -> RawDigest:
    raw = data if isinstance(data, bytes) else data.encode()
    given = SourceHints(origin, new_series=True, **hints)  # type: ignore[arg-type]
    return read(raw, given, max_bytes=2_000_000)


def several(data: str, **hints: object) -> Sequence[Part]:
    given = SourceHints("x.dat", new_series=True, **hints)  # type: ignore[arg-type]
    return parts(data.encode(), given, max_bytes=2_000_000)


def pairs(digest: RawDigest) -> list[tuple[str, str]]:
    return [(item.headline, item.text) for item in digest.items]


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>x</title>{head}</head><body>{body}</body></html>"


def sections(tag: str = "h2") -> str:
    return "".join(f"<{tag}>{head}</{tag}><p>{text}</p>" for head, text in ITEMS)


TITLE = "<h1>Harbour Letter No. 5</h1>"
STATED = '<meta property="article:published_time" content="2024-05-12T09:00:00+02:00">'


class TestHtml:
    @pytest.mark.parametrize(
        "body",
        [
            f"<main>{TITLE}{sections()}</main>",
            f"<article>{TITLE}{sections('h4')}</article>",
            TITLE + "".join(f"<details><summary>{h}</summary>{t}</details>" for h, t in ITEMS),
            (
                f"{TITLE}<ol>{''.join(f'<li><b>{h}.</b> {t}</li>' for h, t in ITEMS[:1])}"
                f"{''.join(f'<li><b>{h}</b>: {t}</li>' for h, t in ITEMS[1:])}</ol>"
            ),
            TITLE + "".join(f"<p><b>{h}</b></p><p>{t}</p>" for h, t in ITEMS),
            TITLE + "".join(f"<p><strong>{h}</strong><br>{t}</p>" for h, t in ITEMS),
            TITLE + "".join(f"<p><strong>{h}.</strong> {t}</p>" for h, t in ITEMS),
            TITLE + f"<ul>{''.join(f'<li><b>{h}:</b> {t}</li>' for h, t in ITEMS)}</ul>",
            (
                f"{TITLE}<ul>{''.join(f'<li>{h}</li>' for h, _ in ITEMS)}</ul>"
                f"<ul>{''.join(f'<li><p>{t}</p></li>' for _, t in ITEMS)}</ul>"
            ),
            f"<table><tr><td>{TITLE}</td></tr><tr><td>{sections('h3')}</td></tr></table>",
            TITLE + "<br><br>".join(f"<b>{h}</b><br><br>{t}" for h, t in ITEMS),
            TITLE + "<div>" + "<br><br>".join(f"{h}<br>{t}" for h, t in ITEMS) + "</div>",
            TITLE + f"<ul>{''.join(f'<li>{h}<p>{t}</p></li>' for h, t in ITEMS)}</ul>",
            TITLE + "".join(f"<p><a href='/x'>{h}</a>: {t}</p>" for h, t in ITEMS),
            f"{TITLE}<h3>What allies did</h3><div>Ann Quay</div><div>12 May 2024</div>{sections()}",
            f"{TITLE}<dl><dt>Author</dt><dd>Ann Quay</dd></dl>{sections()}",
            f"{TITLE}<h2>Talks</h2>" + "".join(f"<p><b>{h}.</b> {t}</p>" for h, t in ITEMS),
            f"{TITLE}{sections()}<figure><figcaption>A ship. Photo: Ann Quay</figcaption></figure>",
            f"{TITLE}{sections()}<p>Harbour Institute, 1 Pier Road, Oslo</p>",
            f"{TITLE}{sections()}<h2>About the letter</h2><p>It is read in many places.</p>",
        ],
    )
    def test_headings_bold_leads_and_lists_give_items(self, body: str) -> None:
        """However the page marks its headlines."""
        assert pairs(parsed(page(body, STATED))) == list(ITEMS)

    def test_what_is_around_the_article_is_dropped(self) -> None:
        """Menus, related issues, forms, hidden words and the foot."""
        around = (
            "<nav><ul><li>Home</li><li>Archive of all the letters</li></ul></nav>"
            f"<main>{TITLE}{sections()}<div class='share-buttons'><p>Tell a friend about it.</p>"
            "</div><div style='display:none'><h2>Hidden</h2><p>Nobody reads these words.</p></div>"
            "<aside><h2>Related</h2><p>Letter No. 4, 12 April 2024, was about Guam.</p></aside>"
            "</main><footer><p>© 2019 Harbour Institute</p></footer><script>var x = '<p>';</script>"
        )
        assert pairs(parsed(page(around, STATED))) == list(ITEMS)

    @pytest.mark.parametrize(
        "head",
        [
            STATED,
            '<meta name="DC.date.issued" content="2024-05-12">',
            (
                '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", '
                '"datePublished": "2024-05-12"}, {"@type": "WebSite"}]}</script>'
            ),
            (
                '<script type="application/ld+json">//<![CDATA[\n{"@type": "Article", "abstract": '
                '"a\nb", "datePublished": "2024-05-12"}\n//]]></script>'
            ),
            (
                '<script type="application/ld+json">[{"@type": "Article", "headline": "Other", '
                '"datePublished": "2020-01-01"}, {"@type": "Article", "headline": '
                '"Harbour Letter No. 5", "datePublished": "2024-05-12"}]</script>'
            ),
        ],
    )
    def test_metadata_state_the_date(self, head: str) -> None:
        """Of publication, and in its own time zone."""
        assert parsed(page(TITLE + sections(), head)).stated_date == date(2024, 5, 12)

    @pytest.mark.parametrize("wild", ["<div>" * 3_000, f"<p {'a=b ' * 600}>"])
    def test_what_is_marked_up_wildly_is_refused(self, wild: str) -> None:
        """Before a parser is asked for it, which would take ever longer."""
        with pytest.raises(UnreadableSource, match=r"deep|attributes"):
            parsed(page(wild + TITLE + sections(), STATED))

    def test_a_time_in_the_head_of_the_article_counts(self) -> None:
        """As a visible one does."""
        body = f"<article><header>{TITLE}<time datetime='2024-05-12'>Sunday</time></header>"
        assert parsed(page(f"{body}{sections()}</article>")).stated_date == date(2024, 5, 12)

    @pytest.mark.parametrize(
        "misleading",
        [
            '<meta property="article:modified_time" content="2025-01-01">',
            (
                '<script type="application/ld+json">{"@type": "Article", "dateModified": '
                '"2025-01-01", "relatedLink": [{"@type": "Article", "datePublished": '
                '"2020-01-01"}]}</script>'
            ),
        ],
    )
    def test_misleading_dates_are_not_taken(self, misleading: str) -> None:
        """A page's changes, and other articles."""
        with pytest.raises(UnreadableSource, match="must state its date"):
            parsed(page(TITLE + sections() + "<footer>© 2023 Us</footer>", misleading))


class TestMarkdown:
    @pytest.mark.parametrize(
        "front",
        [
            '---\ntitle: "Harbour Letter No. 5"\ndate: 2024-05-12\n---\n',
            "---\ntitle: Harbour Letter\nissue: 5\ndate: May 12, 2024\n---\n",
            '+++\ntitle = "Harbour Letter"\nnumber = 5\ndate = 2024-05-12T08:00:00Z\n+++\n',
        ],
    )
    def test_front_matter_tells_title_number_and_date(self, front: str) -> None:
        """In YAML or TOML, the date in several styles."""
        body = "".join(f"\n## {head}\n\n{text}\n" for head, text in ITEMS)
        digest = parsed(front + body, "x.md")
        assert (digest.number, digest.stated_date) == (5, date(2024, 5, 12))
        assert pairs(digest) == list(ITEMS)

    def test_damaged_front_matter_is_refused(self) -> None:
        """With what is wrong in it."""
        with pytest.raises(UnreadableSource, match="front matter cannot be read"):
            parsed("---\ntitle: [\n---\n\n## A b c\n\nText.\n", "x.md")


MAIL = (
    "From: Harbour Letter <letter@harbour.example>\nTo: Ann Reader <ann@reader.example>\n"
    "Subject: Fwd: Harbour Letter No. 5\nDate: Sun, 12 May 2024 23:30:00 -0400\n"
    "Delivered-To: ann@reader.example\nMIME-Version: 1.0\n"
)
TEXT = "\n\n".join(f"{n}) {head}\n\n{text}" for n, (head, text) in enumerate(ITEMS, 1))


class TestMail:
    def test_the_mail_date_is_its_senders(self) -> None:
        """Unless the body states one."""
        plain = f"{MAIL}Content-Type: text/plain\n\n{TEXT}\n"
        assert pairs(parsed(plain)) == list(ITEMS)
        assert parsed(plain).stated_date == date(2024, 5, 12)
        dated = f"{MAIL}Content-Type: text/plain\n\nHarbour Letter No. 5\n10 May 2024\n\n{TEXT}\n"
        assert parsed(dated).stated_date == date(2024, 5, 10)

    def test_the_html_part_counts_where_the_text_part_is_a_stub(self) -> None:
        """It only points to the other."""
        mail = (
            f'{MAIL}Content-Type: multipart/alternative; boundary="b"\n\n--b\n'
            "Content-Type: text/plain\n\nSee this mail in your browser.\n--b\n"
            f"Content-Type: text/html; charset=utf-8\n\n{page(TITLE + sections())}\n--b--\n"
        )
        assert pairs(parsed(mail)) == list(ITEMS)

    def test_the_headers_of_a_forwarded_mail_are_no_text(self) -> None:
        """But they date it."""
        inner = (
            "---------- Forwarded message ---------\nFrom: Harbour Letter <a@harbour.example>\n"
            "Date: Fri, 10 May 2024 at 08:00\nSubject: Harbour Letter No. 5\nTo: <bob@x.example>\n"
        )
        digest = parsed(f"{MAIL}Content-Type: text/plain\n\n{inner}\n{TEXT}\n")
        assert pairs(digest) == list(ITEMS)
        assert digest.stated_date == date(2024, 5, 10)

    def test_it_is_stored_without_recipients_and_tracking(self) -> None:
        """And reads the same; what is stored once is stored the same again."""
        foot = "-- \nSent to ann@reader.example. Unsubscribe: https://harbour.example/u?r=ann42\n"
        data = f"{MAIL}Content-Type: text/plain\n\n{TEXT}\n\n{foot}".encode()
        stored = kept(data)
        shown = parts(data, SourceHints("x.eml", new_series=True), max_bytes=100_000)[0].data
        assert shown == stored == kept(stored)
        assert pairs(parsed(stored)) == list(ITEMS)
        from email import message_from_bytes, policy  # noqa: PLC0415

        message = message_from_bytes(stored, policy=policy.default)
        words = f"{message.items()} {message.get_content()}"  # type: ignore[attr-defined]
        assert "reader.example" not in words
        assert "ann42" not in words
        assert "letter@harbour.example" in words

    def test_a_mailbox_holds_an_issue_a_message(self) -> None:
        """Each becomes a source of its own."""
        one = f"{MAIL}Content-Type: text/plain\n\n{TEXT}\n\n"
        box = f"From a@b Sun May 12 00:00:00 2024\n{one}From a@b Sun May 19 00:00:00 2024\n{one}"
        held = several(box)
        assert [part.hints.origin for part in held] == ["x.dat#1", "x.dat#2"]
        assert [pairs(parsed(part.data)) for part in held] == [list(ITEMS)] * 2
        with pytest.raises(UnreadableSource, match="mailbox of 2 messages"):
            parsed(box)


def rss(*entries: tuple[str, str]) -> str:
    from html import escape  # noqa: PLC0415

    items = "".join(
        f"<item><title>{title}</title><pubDate>Sun, 12 May 2024 08:00:00 GMT</pubDate>"
        f"<description>{escape(body)}</description></item>"
        for title, body in entries
    )
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Letter</title>'
    return f"{head}{items}</channel></rss>"


class TestFeed:
    def test_each_entry_is_an_issue(self) -> None:
        """Read as a page is, and dated by the feed."""
        held = several(
            rss(("Harbour Letter No. 5", sections()), ("Harbour Letter No. 6", sections()))
        )
        digests = [parsed(part.data) for part in held]
        assert [(d.number, d.stated_date) for d in digests] == [
            (5, date(2024, 5, 12)),
            (6, date(2024, 5, 12)),
        ]
        assert pairs(digests[0]) == list(ITEMS)

    def test_entries_without_text_are_refused_by_name(self) -> None:
        """What it is, and what to do."""
        with pytest.raises(
            UnreadableSource, match="this is an RSS feed “Harbour Letter” whose entries"
        ):
            parsed(rss(("Pact signed", "")))

    def test_entities_of_its_own_are_not_read(self) -> None:
        """They may grow without end."""
        bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa">]><rss><channel/></rss>'
        with pytest.raises(UnreadableSource):
            parsed(bomb)


class TestLines:
    def test_a_line_is_an_issue(self) -> None:
        """Or an item, where the caller says of which issue."""
        items = [{"headline": head, "text": text} for head, text in ITEMS]
        issue = {"series": "us-japan-alliance-digest", "volume": 2, "items": items}
        lines = "\n".join(json.dumps(issue | {"number": number}) for number in (7, 8))
        assert [parsed(part.data).number for part in several(lines)] == [7, 8]
        listed = "\n".join(json.dumps(item) for item in items)
        digest = parsed(listed, series="us-japan-alliance-digest", volume=(2, 7))
        assert pairs(digest) == list(ITEMS)

    def test_a_faulty_line_is_named(self) -> None:
        """By its number."""
        with pytest.raises(UnreadableSource, match=r"x\.dat:2: this line is not JSON"):
            several('{"items": []}\n{"items": ]}\n')


def test_images_of_pages_are_refused_with_the_reason() -> None:
    """A PDF of no text; a damaged one is said to be."""
    from io import BytesIO  # noqa: PLC0415

    from pypdf import PdfWriter  # noqa: PLC0415

    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(file)
    with pytest.raises(UnreadableSource, match="only images of pages"):
        parsed(file.getvalue())
    with pytest.raises(UnreadableSource, match="this PDF"):
        parsed(b"%PDF-1.7\n garbage")


def test_a_list_above_a_heading_holds_items_too() -> None:
    """What is only noted beside them stands beneath the heading."""
    noted = "The parliament in Nicosia opened its airspace to allied jets on 3 May."
    listed = "".join(f"- **{head}.** {text}\n" for head, text in ITEMS)
    digest = parsed(
        f"# Harbour Letter No. 5\n\n12 May 2024\n\n{listed}\n### Also noted\n\n{noted}\n", "x.md"
    )
    assert pairs(digest) == [*ITEMS, ("Also noted", noted)]


@pytest.mark.parametrize("number", ["12/2024", "2024/12", "12"])
def test_a_number_of_a_year_is_no_part_of_a_series_name(number: str) -> None:
    """The next issue belongs to the same series."""
    digest = parsed(f"<h1>Harbour Letter {number}</h1><p>19 June 2024</p>{sections()}", "x.html")
    assert digest.series == "harbour-letter"


@pytest.mark.parametrize("number", ["nº 3", "N° 3", "no. 3", "Nr. 3", "№ 3"])
def test_a_title_with_accents_and_a_number_of_its_own_language(number: str) -> None:
    """The series goes by plain letters, and the number is none of its name."""
    digest = parsed(f"<h1>Café Alliances, {number}</h1><p>4 March 2024</p>{sections()}", "x.html")
    assert (digest.series, digest.number) == ("cafe-alliances", 3)
