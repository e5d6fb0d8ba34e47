"""One issue in many manners of typing, marking and sending; each gives the same items."""

import json
import textwrap
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from indexer.errors import UnreadableSource
from indexer.ingest.build import build
from indexer.readers import RawDigest, SourceHints, parts, read

TITLE = "Harbour Alliance Letter"
ISSUED = date(2024, 5, 24)
ITEMS = [
    (
        "Tokyo and Washington open talks on chip supply",
        (
            "Officials of Japan and the United States met in Tokyo on May 14 to talk about "
            "the supply of chips. They agreed to meet again in the autumn."
        ),
    ),
    (
        "Manila hosts coast guard exercise with partners",
        (
            "The Philippines hosted ships of Japan and Australia in Manila Bay from May 16-18. The "
            "crews trained in search and rescue."
        ),
    ),
    (
        "Seoul joins satellite data pact",
        (
            "South Korea signed a pact on May 20 that lets it share satellite data. The data will "
            "show launches within seconds."
        ),
    ),
]
TOP = f"{TITLE}\nMay 24, 2024\n\n"
DAYS = ("May 14", "May 16", "May 20")
TEXTS = [text for _, text in ITEMS]
DAYS_TEXTS = list(zip(DAYS, TEXTS, strict=True))


def parsed(data: str | bytes, origin: str = "x", **hints: object) -> RawDigest:
    """As a caller reads it: stored parts first."""
    raw = data if isinstance(data, bytes) else data.encode()
    given = SourceHints(origin, new_series=True, **hints)  # type: ignore[arg-type]
    (part, *_) = parts(raw, given, max_bytes=1_000_000)
    return read(part.data, part.hints, max_bytes=1_000_000)


def pairs(digest: RawDigest) -> list[tuple[str, str]]:
    return [(item.headline, item.text) for item in digest.items]


def each(form: str, *, between: str = "\n\n") -> str:
    """The items, each as ``form`` says, by number, sign, headline and text."""
    return between.join(
        form.format(n=n, roman="I" * n, letter="abc"[n - 1], head=head, text=text)
        for n, (head, text) in enumerate(ITEMS, 1)
    )


def sections() -> str:
    return each("<h2>{head}</h2><p>{text}</p>")


CONTENTS = each("{n}. {head} ....... {n}", between="\n")
PLACES = ("NORTHEAST ASIA", "Southeast Asia", "Space")
REGIONS = "\n\n".join(
    f"{place}\n\n- {head}: {text}" for place, (head, text) in zip(PLACES, ITEMS, strict=True)
)


def fill(text: str) -> str:
    """A paragraph set in under its number, its lines broken."""
    return textwrap.fill(text, 66, initial_indent="   ", subsequent_indent="   ")


LISTS = (each("{n}. {head}", between=" "), each("{n}. {text}", between=" "))
SECTIONED = "\n\n".join(
    f"{place}\n\n{head}\n{text}" for place, (head, text) in zip(PLACES, ITEMS, strict=True)
)


@pytest.mark.parametrize(
    "body",
    [
        each("{roman}. {head}\n{text}"),
        each("{letter}) {head}\n{text}"),
        each("**{head}** {text}"),
        each("**{head}**\n\n{text}"),
        each("- **{head}** {text}"),
        each("- **{head}:** {text}"),
        f"CONTENTS\n{CONTENTS}\n\n" + each("{n}. {head}\n\n{text}"),
        each("{head}\n{text}\nRead more: https://example.org/{n}"),
        REGIONS,
        each("[{n}] {head}\n{text}"),
        each("Item {n}: {head}\n{text}"),
        each("*{head}*\n{text}"),
        each("_{head}_\n\n{text}"),
        each("== {head} ==\n\n{text}"),
        each(">> {head}\n{text}"),
        each("** {head}\n----------\n{text}"),
        each("→ {head} -- {text}", between="\n"),
        "\n\n".join(f"{n}. {head}\n{fill(text)}" for n, (head, text) in enumerate(ITEMS, 1)),
        SECTIONED,
        "I. Security\n\n" + each("{n}. {head}\n{text}"),
        each("{head}\n{text}") + "\n\nWith best wishes,\nAnn Quay\n",
        each("{head}\n{text}") + "\n\nHarbour Institute · 1 Pier Road · Oslo\n",
        each("{head}\n{text}") + "\n\nOslo, 24 May 2024\n",
    ],
)
def test_text_is_read_however_it_was_typed(body: str) -> None:
    """Numbers, letters, stars, arrows, lists of contents, names of sections, closing lines."""
    digest = parsed(TOP + body)
    assert (pairs(digest), digest.stated_date) == (ITEMS, ISSUED)


@pytest.mark.parametrize(
    "line",
    [
        *("Week ending May 24, 2024", "For the fortnight to 24 May 2024", "24-May-2024"),
        *("Covering 11 May to 24 May 2024", "2024.05.24", "No. 3\nPublished 24 May 2024 by us."),
    ],
)
def test_the_day_of_issue_is_written_in_many_ways(line: str) -> None:
    """The end of the period, where a line says so; figures and months between dashes or stops."""
    body = each("{head}\n{text}")
    assert parsed(f"{TITLE}\n{line}\n\n{body}").stated_date == ISSUED


@pytest.mark.parametrize(
    "line",
    [
        *(
            "24. Mai 2024",
            "Berlin, den 24. Mai 2024",
            "Stand: 24. Mai 2024",
            "Nr. 7 | 24. Mai 2024",
        ),
        *("24 mai 2024", "Paris, le 24 mai 2024", "Publié le vendredi 24 mai 2024"),
        *("24 de mayo de 2024", "Madrid, 24 de mayo de 2024", "Fecha: 24 de mayo de 2024"),
        *("24 maggio 2024", "venerdì 24 maggio 2024", "Sexta-feira, 24 de maio de 2024"),
        *("Den Haag, 24 mei 2024", "Warszawa, 24 maja 2024", "piątek, 24 maja 2024 r."),
        *("2024年5月24日", "2024年5月24日（金）", "発行日：令和6年5月24日", "２０２４年５月２４日"),
        *("2024년 5월 24일 (금)", "2024. 5. 24.", "发布日期: 2024年5月24日 星期五"),
    ],
)
def test_the_day_of_issue_is_written_in_other_languages(line: str) -> None:
    """With weekday, place, article or label; the items stay as they are."""
    digest = parsed(f"{TITLE}\n{line}\n\n" + each("{head}\n{text}"))
    assert (digest.stated_date, pairs(digest)) == (ISSUED, ITEMS)
    assert digest.profile.title == TITLE


@pytest.mark.parametrize("line", ["31. Juni 2024", "24 brumaire 2024", "Mai 2024"])
def test_a_day_that_is_none_is_not_read(line: str) -> None:
    with pytest.raises(UnreadableSource, match="must state its date"):
        parsed(f"{TITLE}\n{line}\n\n" + each("{head}\n{text}"))


def chronology(form: str, *, between: str = "\n\n", above: str = "") -> str:
    entries = (
        form.format(day=day, number=day[4:], text=text)
        for day, text in zip(DAYS, TEXTS, strict=True)
    )
    return f"Harbour Alliance Chronology\n24 May 2024\n\n{above}{between.join(entries)}"


@pytest.mark.parametrize(
    "data",
    [
        chronology("{number}: {text}", above="MAY\n\n", between="\n"),
        chronology("{number} – {text}", above="May 2024\n\n"),
        chronology("{day}, 2024\n{text}"),
        chronology("**{day}, 2024**\n\n{text}"),
        chronology("2024-05-{number} {text}", between="\n"),
        chronology("{day} | {text}", between="\n"),
        chronology("{day}\t{text}", between="\n"),
        chronology("{number}.05.2024: {text}"),
        chronology("2024/05/{number} {text}", between="\n"),
        chronology("{number}-May-2024: {text}"),
        chronology("{day} (Tue): {text}"),
        chronology("{day}, 2024: {text}", above="March — May 2024\n\n"),
        chronology("[{number} May] {text}", between="\n"),
        chronology("_{day}_ – {text}"),
        chronology("{day}    {text}", between="\n"),
        chronology("| {day} | {text} |", between="\n"),
        chronology("{text} — {day}"),
        chronology("{day}, 2024 — The news of the day\n{text}").replace(
            "The news of the day\n", ""
        ),
        *(
            chronology(f"{{day}} {mark} {{text}}", between="\n")
            for mark in (">", ">>", "->", "→", "»", "•", "·", "~", "/", "::")
        ),
        *(chronology(f"Tuesday, {day}: {{text}}") for day in ("{day}", "{number} May", "{day}th")),
        chronology("The {number}th of May 2024: {text}"),
        chronology("May the {number}th: {text}"),
        chronology("{day}, 27 and 29: {text}"),
        chronology("{text} ({day}, 27 and 29)"),
        chronology("{number} and 29 May: {text}"),
        chronology("From {day} to June 2: {text}"),
        chronology("Between {number} May and 2 June 2024: {text}"),
        chronology("{day} through 27: {text}"),
        chronology("{number}. {text}", above="May 2024\n\n"),
        chronology("{number}. {text}", above="May 2024\n", between="\n"),
        chronology("{number}) {text}", above="## May 2024\n\n", between="\n"),
        chronology("{number}th\n{text}", above="MAY\n\n"),
        chronology("### Tuesday, {day}\n\n{text}"),
        "<h1>Harbour Alliance Chronology</h1><p>24 May 2024</p><h2>2024</h2><h3>May</h3>"
        + "".join(f"<p><b>{d[4:]}</b> {t}</p>" for d, t in zip(DAYS, TEXTS, strict=True)),
        "<h1>Harbour Alliance Chronology</h1><p>24 May 2024</p>"
        + "".join(f"<p><b>{d}</b> {t}</p>" for d, t in zip(DAYS, TEXTS, strict=True)),
        "<h1>Harbour Alliance Chronology</h1><p>24 May 2024</p><table>"
        + "".join(f"<tr><td>{d}</td><td>{t}</td></tr>" for d, t in zip(DAYS, TEXTS, strict=True)),
        "<h1>Harbour Alliance Chronology</h1><p>24 May 2024</p><dl>"
        + "".join(f"<dt>{d}, 2024</dt><dd>{t}</dd>" for d, t in zip(DAYS, TEXTS, strict=True)),
        "<h1>Harbour Alliance Chronology</h1><p>24 May 2024</p>"
        + "".join(f"<h3>{d}, 2024</h3><p>{t}</p>" for d, t in zip(DAYS, TEXTS, strict=True)),
    ],
)
def test_entries_of_a_chronology_keep_their_dates(data: str) -> None:
    """Days beneath a month, dates above their text, in columns, tables and lists."""
    digest = parsed(data)
    assert [item.dated and item.dated.start for item in digest.items] == [
        *(date(2024, 5, 14), date(2024, 5, 16), date(2024, 5, 20))
    ]
    assert [item.headline[:12] for item in digest.items] == [
        *("Officials of", "The Philippi", "South Korea ")
    ]


@pytest.mark.parametrize(
    "opening",
    [
        *("On {day}, {text}", "On {day}, 2024, {text}", "On Tuesday, {day}, {text}"),
        *("On the {number}th of May {text}", "On {number} May {text}", "Since {day}, {text}"),
    ],
)
def test_an_entry_may_be_a_sentence_that_opens_with_its_day(opening: str) -> None:
    """It stays whole; the day is its own."""
    for between in ("\n\n", "\n"):
        digest = parsed(chronology(opening, between=between))
        days = [item.dated and item.dated.start.day for item in digest.items]
        assert days == [14, 16, 20]
        assert [item.headline[:2] for item in digest.items] == [opening[:2]] * 3


def test_each_day_of_a_list_is_an_occurrence() -> None:
    """Beside an entry as inside its text; days in a row and a range are a period."""
    entries = (
        "Jan. 2-3 and 5: Officials of Japan and the United States met in Tokyo about chips.",
        "2-3 and 5 February: Ships of Japan and Australia called at Manila for talks.",
        "March 14, 22 and 25, 2024: Ministers met in Seoul, Tokyo and Canberra in turn.",
        "28 March and 2 April: Ministers of Japan and Australia met in Canberra and Tokyo.",
        "May 3 and 4: Ships of Australia called at Cebu for talks about the sea.",
    )
    digest = parsed(f"{TITLE}\n24 May 2024\n\n" + "\n\n".join(entries))
    read_as = [
        [(day.start.isoformat()[5:], day.end.isoformat()[5:]) for day in event.reading.dates]
        for event in build(digest, "x").events
    ]
    assert read_as == [
        [("01-02", "01-03"), ("01-05", "01-05")],
        [("02-02", "02-03"), ("02-05", "02-05")],
        [("03-14", "03-14"), ("03-22", "03-22"), ("03-25", "03-25")],
        [("03-28", "03-28"), ("04-02", "04-02")],
        [("05-03", "05-04")],
    ]


def test_details_that_open_with_their_day_are_no_chronology() -> None:
    """Each has its headline, in a list of its own or above it."""
    dated = [(f"Talks number {n}", f"On {day}, {text}") for n, (day, text) in enumerate(DAYS_TEXTS)]
    for body in (
        "\n".join(f"- {head}" for head, _ in dated)
        + "\n\n\n"
        + "\n".join(f"- {t}" for _, t in dated),
        "\n\n".join(f"{head}\n{text}" for head, text in dated),
    ):
        assert pairs(parsed(TOP + body)) == dated


def test_days_over_entries_are_not_the_day_of_issue() -> None:
    """The first of them least of all; a day above an introduction is."""
    entries = "\n\n".join(f"### {day}, 2024\n\n{text}" for day, text in DAYS_TEXTS)
    with pytest.raises(UnreadableSource, match="must state its date"):
        parsed(f"# {TITLE}\n\n{entries}")
    intro = "What the allies did in the second half of the month, day by day."
    assert parsed(f"# {TITLE}\n\nMay 24, 2024\n\n{intro}\n\n{entries}").stated_date == ISSUED


def test_several_descriptions_of_one_term_are_entries_of_its_day() -> None:
    listed = "".join(f"<dt>{d}, 2024</dt><dd>{t}</dd><dd>More of {t}</dd>" for d, t in DAYS_TEXTS)
    digest = parsed(f"<h1>{TITLE}</h1><p>24 May 2024</p><dl>{listed}</dl>")
    days = [item.dated and item.dated.start.day for item in digest.items]
    assert days == [14, 14, 16, 16, 20, 20]


def test_a_day_above_a_list_dates_each_of_its_items() -> None:
    """And a headline may stand behind a date, its text beneath."""
    listed = chronology("{day}\n- {text}\n- Ministers spoke of it in Tokyo and Manila.")
    days = [item.dated and item.dated.start for item in parsed(listed).items]
    assert days == [date(2024, 5, day) for day in (14, 14, 16, 16, 20, 20)]
    headed = parsed(chronology("{day} — The news of the day in short\n{text}"))
    assert {item.headline for item in headed.items} == {"The news of the day in short"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_two_bytes_a_letter_are_read_in_every_form(encoding: str, form: str) -> None:
    """The form is told by the letters, not by the bytes."""
    listed = [{"headline": head, "text": text} for head, text in ITEMS]
    fields = {"series": TITLE, "issue_date": "2024-05-24", "items": listed}
    data = {
        "text": TOP + each("{head}\n{text}"),
        "html": f"<html><h1>{TITLE}</h1><p>May 24, 2024</p>{sections()}</html>",
        "json": json.dumps(fields),
    }[form]
    digest = parsed(data.encode(encoding))
    assert (pairs(digest), digest.stated_date) == (ITEMS, ISSUED)


def test_markdown_may_have_tables_footnotes_and_keys_one_level_below() -> None:
    """A note is no part of an item."""
    front = f'+++\ntitle = "{TITLE}"\n[params]\ndate = 2024-05-24\n+++\n\n'
    digest = parsed(front + each("## {head}[^{n}]\n\n{text}[^{n}]") + "\n\n[^1]: A note.\n")
    assert (pairs(digest), digest.stated_date) == (ITEMS, ISSUED)
    table = "| # | Headline | Text |\n|---|---|---|\n" + each(
        "| {n} | {head} | {text} |", between="\n"
    )
    top = f"# {TITLE}\n\nMay 24, 2024\n\n"
    for body in (
        *(table, each("## {head} {{#a{n}}}\n\n{text}"), each("- {head}\n\n  {text}")),
        "## Security\n\n" + each("**{head}.** {text}"),
    ):
        assert pairs(parsed(top + body, "x.md")) == ITEMS


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: X\ndate: 20240524\n---",
        "---\ntitle: X\npublication-date: [24-05-2024]\nmodified: 2026-01-01\n...",
        "---\ntitle: X: talks and pacts\nissued: 24-May-2024\n---",
        "---\ntitle: Talks and pacts\nseries: X\ndate: 2024-05-24\n---",
        '{"title": "X", "date": "2024-05-24"}\n',
        '{\n  "title": "X",\n  "date": "2024-05-24",\n  "tags": ["a"]\n}\n',
        '---json\n{"title": "X", "date": "2024-05-24"}\n---',
        ';;;\n{"title": "X",\n\t"date": "24 May 2024"}\n;;;',
        "---toml\ntitle = 'X'\ndate = 2024-05-24\n---",
        "---\ntitle: X\ndate: 24. Mai 2024\n---",
        "Title: X\nDate: 24 May 2024\nAuthor: Ann Quay\n",
        "% X\n% Ann Quay\n% 24 May 2024\n",
    ],
)
def test_front_matter_is_written_in_many_ways(front: str) -> None:
    """Keys and dates of several programs, with fences or without."""
    body = each("## {head}\n\n{text}")
    digest = parsed(f"{front.replace('X', TITLE)}\n\n{body}", "x.md")
    assert (pairs(digest), digest.stated_date) == (ITEMS, ISSUED)
    assert digest.profile.title == TITLE


def letter(subject: str = TITLE) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Harbour <letter@harbour.example>"
    message["To"] = "reader@example.org"
    message["Subject"] = subject
    message["Date"] = "Fri, 24 May 2024 09:00:00 +0900"
    message.set_content(each("{head}\n{text}"))
    return message


def test_a_mail_that_was_forwarded_as_an_attachment_is_the_one_that_counts() -> None:
    """Its date too; what is stored of it names none of the readers."""
    outer = EmailMessage()
    outer["From"], outer["To"] = "ann@example.org", "bob@example.org"
    outer["Subject"], outer["Date"] = f"Fwd: {TITLE}", "Wed, 5 Jun 2024 09:00:00 +0900"
    outer.set_content("see attached")
    outer.add_attachment(message_from_bytes(letter().as_bytes(), policy=policy.default))
    digest = parsed(outer.as_bytes())
    assert (pairs(digest), digest.stated_date) == (ITEMS, ISSUED)


@pytest.mark.parametrize(
    "subject", [f"[Harbour] FW: {TITLE}", f"{TITLE}, 24 May 2024", f"Re: Fwd: {TITLE} – 24 May"]
)
def test_what_stands_before_and_behind_a_subjects_title_is_left_out(subject: str) -> None:
    """Marks of lists and of answers, dates."""
    digest = parsed(letter(subject).as_bytes())
    assert (digest.profile.title, pairs(digest)) == (TITLE, ITEMS)


@pytest.mark.parametrize(
    "form",
    [
        "{head} <https://harbour.example/{n}>\n{text}",
        "{head} [https://harbour.example/{n}]\n\n{text}",
        "{head} [{n}]\n\n{text}",
    ],
)
def test_addresses_behind_the_words_of_a_mail_are_left_out(form: str) -> None:
    """As mail programs make them of links; and the publication is its sender."""
    mail = letter("Talks in Tokyo, ships in Manila")
    del mail["From"]
    mail["From"] = f"{TITLE} <letter@harbour.example>"
    listed = "\n".join(f"[{n}] https://harbour.example/{n}" for n in (1, 2, 3))
    mail.set_content(f"{each(form)}\n\nLinks:\n{listed if '[{n}]' in form else ''}\n")
    digest = parsed(mail.as_bytes())
    assert (digest.profile.title, pairs(digest)) == (TITLE, ITEMS)


def test_an_entry_of_elements_is_read_like_one_of_text() -> None:
    """XHTML inside Atom; or plain text, in lines; an entry may say only when it was changed."""
    plain = each("{n}. {head}\n{text}")
    plain = f"<content type='text'>{plain}</content></entry></feed>"
    feed = (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{TITLE}</title><entry><title>May 24, "
        "2024</title><published>2024-05-24T00:00:00Z</published><content type='xhtml'>"
        f"<div xmlns='http://www.w3.org/1999/xhtml'>{sections()}</div></content></entry></feed>"
    )
    for entry in (feed, feed.replace("published", "updated"), f"{_before(feed)}{plain}"):
        digest = parsed(entry)
        assert (pairs(digest), digest.stated_date) == (ITEMS, ISSUED)


def _before(feed: str) -> str:
    return feed.partition("<content")[0]


def test_a_list_of_items_alone_is_refused_with_what_to_do() -> None:
    """It names neither series nor date."""
    with pytest.raises(UnreadableSource, match="NDJSON"):
        parsed(json.dumps([{"headline": "a", "text": "b"}]))


def printed(name: str) -> bytes:
    """What Chromium printed of the items."""
    return (Path(__file__).parent / "printed" / f"{name}.pdf").read_bytes()


@pytest.mark.parametrize("name", ["lists", "leads"])
def test_a_pdf_is_read_by_its_structure(name: str) -> None:
    """Bullets that are drawn, not written; bold leads in three columns; the browser's own lines."""
    digest = parsed(printed(name))
    assert (pairs(digest), digest.stated_date, digest.number) == (ITEMS, ISSUED, 12)


@pytest.mark.parametrize("structure", [b"/StructParents", b"/NoneSuchThing"])
def test_columns_of_a_pdf_are_read_one_after_the_other(structure: bytes) -> None:
    """Printed by Chromium: running heads, a page number, headlines of two lines, words parted."""
    data = printed("columns").replace(b"/StructParents", structure)
    digest = parsed(data)
    assert (digest.profile.title, digest.stated_date) == (TITLE, ISSUED)
    assert [item.headline for item in digest.items] == [head for head, _ in ITEMS]
    assert [item.text.split()[0] for item in digest.items] == ["Officials", "The", "South"]
    assert all(item.text.endswith("well-known risks in the region.") for item in digest.items)
