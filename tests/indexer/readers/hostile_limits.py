"""Inputs in which one part asks for all others, or that come as near to a limit as they can.

Each is built on a suspicion: elements around the whole text, of which each may be asked for its
own; blanks that a pattern could read from each of them on; values that refer to values; forms that
draw forms; and issues as full as they may be.
"""

from collections.abc import Mapping

from tests.indexer.readers.growing import (
    ITEM,
    TEXT,
    Growing,
    document,
    feed,
    file_of,
    letter,
    mail,
    markdown,
    page,
    printed,
    stream,
)

LONG = 90_000  # characters of a line; longer ones are refused
DEEP = 400  # elements in each other; more are refused


def in_lines(line: str) -> Growing:
    """As many characters as asked for, in lines that are as long as may be."""
    return lambda n: letter(f"{line}\n\n" * (n // LONG + 1))


def around(opening: str, inner: str) -> Growing:
    """A page with this around all that grows, as deep as may be."""
    return lambda n: page(opening * DEEP + inner * n)


def full_of(words: str) -> Growing:
    """An issue in JSON whose items are as long as they may be, of these words."""
    text = (words * (9_000 // len(words))).strip()
    item = {"headline": ITEM, "text": text}
    return lambda n: document(items=[item] * min(200, n // 9_000 + 1))


def references(n: int) -> bytes:
    """Front matter each value of which is twice the one before it, as in a bomb of references."""
    lines = [f"a{i}: &a{i} [{f'*a{i - 1}, *a{i - 1}' if i else 'x, x'}]" for i in range(n % 900)]
    return "\n".join(["---", *lines, f"date: *a{n % 900 - 1}", "---", TEXT, ""]).encode()


def two_parts(html: str) -> bytes:
    """A mail of a text part and this HTML part."""
    head = "Content-Type: multipart/alternative; boundary=x\n"
    return mail(head, f"--x\n\n{TEXT}\n--x\nContent-Type: text/html\n\n{html}\n--x--")


def forms(n: int) -> bytes:
    """A PDF of forms that draw each other, each so many times."""
    names = [f"/XObject << /X{i} {i + 6} 0 R >>" for i in range(8)]
    font = "/Font << /F1 5 0 R >>"
    resources = [f"/Resources << {font} {name} >>" for name in (*names, "")]
    box = "/BBox [0 0 600 840]"
    drawn = [f"/X{i} Do " * n for i in range(1, 8)]
    drawn.append("BT /F1 8 Tf (They met) Tj ET ")
    return file_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] /Contents 4 0 R {resources[0]} >>",
        stream(f"BT /F1 8 Tf 20 800 Td ({TEXT}) Tj ET /X0 Do "),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(
            stream(one, f"/Type /XObject /Subtype /Form {box} {of}")
            for one, of in zip(drawn, resources[1:], strict=True)
        ),
    )


def pages(n: int) -> bytes:
    """A PDF of a hundred pages that all have the same instructions."""
    kids = " ".join(["3 0 R"] * 100)
    return file_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count 100 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] /Contents 4 0 R "
            "/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        stream("BT /F1 8 Tf 20 820 Td 1 TL " + "(They met in Oslo.) Tj T* " * n + "ET"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


TEXTS: Mapping[str, Growing] = {
    "blanks in lines": in_lines("- a" + " " * LONG + "b"),
    "blanks behind dates": in_lines("May 3" + " " * LONG + "They met"),
    "bars and blanks": in_lines("| a" + " " * (LONG // 2) + "|" + " " * (LONG // 2) + "x"),
    "leaders": in_lines("- a" + "." * LONG + "x"),
    "dots and blanks": in_lines("- a" + ". " * (LONG // 2) + "x"),
    "columns": in_lines("1\t" * (LONG // 2)),
    "emphasis": in_lines("__a b__ " * (LONG // 8)),
    "form feeds": lambda n: letter("- a b\x0c" * n),
    "marks without width": lambda n: letter("a\u200b" * n),
    "UTF-16": lambda n: letter(f"- {TEXT}\n\n" * n).decode().encode("utf-16"),
    "one word of another script": lambda n: ("見" * n).encode("shift_jis"),
    "two lists without marks": lambda n: letter(f"{ITEM}\n\n" * n + f"{TEXT}\n\n" * n),
    "headlines that are not listed": lambda n: letter(
        f"Headlines\n{ITEM}\n\n" * n + "Details\n" + f"{TEXT}\n\n" * n
    ),
    "headings without text": lambda n: letter(
        f"{ITEM}\n------\n" * n + f"{ITEM}\n------\n{TEXT}\n\n" * 2
    ),
    "sections of one item": lambda n: letter(f"Security\n------\n- **{ITEM}**: {TEXT}\n\n" * n),
    "dates at the end": lambda n: letter(f"{TEXT} (Apr. 30)\n\n" * n),
    "years and months": lambda n: letter(f"2024\nMay\n3: {TEXT}\n" * n),
}
PAGES: Mapping[str, Growing] = {
    "named wrappers around": around("<div class='menu'>", "<p>They met in Oslo.</p>"),
    "contents around": around("<div class='content'>", "<p>They met in Oslo.</p>"),
    "headers around": around("<header>", "<p>They met in Oslo.</p>"),
    "headers with titles around": around("<header><h1>a</h1>", "<p>They met in Oslo.</p>"),
    "asides around": around("<aside>", "<p>They met in Oslo.</p>"),
    "hidden elements around": around("<div style='display:none'>", "<p>They met in Oslo.</p>"),
    "captions around": around("<figcaption>", "Image Source: a "),
    "times around": around("<time pubdate>", "a "),
    "titles": lambda n: page("<h1>They meet</h1>" * n),
    "wild nesting": lambda n: page("<b><i><u><p>a</b>" * n),
    "described articles": lambda n: page(
        '<script type="application/ld+json">{"@type":"Article","headline":"x"}</script>' * n
    ),
    "blanks in structured data": lambda n: page(
        '<script type="application/ld+json">' + " " * n + "x</script>"
    ),
    "a picture in the page": lambda n: page(
        f"<img src='data:image/png;base64,{'A' * n}'>" + f"<h2>{ITEM}</h2><p>{TEXT}</p>" * 3
    ),
    "a style": lambda n: page("<p style='" + "font-size : 0 " * n + "'>a</p>"),
    "open tags": lambda n: page("<p " * n),
    "attributes parted by slashes": lambda n: page("<p " + "a/" * n + ">a</p>"),
    "attributes parted by quotes": lambda n: page("<p " + "a='b'" * n + ">a</p>"),
    "tags as wide as may be": lambda n: page(f"<p {'a ' * 490}>a</p>" * (n // 980 + 1)),
    "tags in values": lambda n: page("<a b=\"' c='\" " * n),
    "typed lists": lambda n: page("<p>" + "- a b<br>" * n + "</p>"),
}
MARKDOWN: Mapping[str, Growing] = {
    "values that refer to values": references,
    "a deep value": lambda n: f"---\ntitle: a\nb: {'[' * n}\n---\n\n{TEXT}\n".encode(),
    "deep keys": lambda n: f"+++\n{'.'.join('a' * n)} = 1\n+++\n\n{TEXT}\n".encode(),
    "HTML": lambda n: markdown("<div>a</div>\n\n" * n),
    "wide tables": lambda n: markdown("|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + "|\n" * n),
    "lists in quotes": lambda n: markdown("> - > - a\n" * n),
    "ticks of many lengths": lambda n: markdown(" ".join("`" * (i % 200) for i in range(n))),
    "links in links": lambda n: markdown("[a" * n + "](b)" * n),
}
MAILS: Mapping[str, Growing] = {
    "blanks": lambda n: mail("", "a" + " " * n + "b"),
    "open styles": lambda n: two_parts("<style " * n),
    "addresses": lambda n: mail(
        "Cc: " + ", ".join(f"{'a' * (i % 60 + 1)}@b.c" for i in range(500)) + "\n", "a@b.c " * n
    ),
    "open links": lambda n: mail("", "<https://a" * n),
    "nested parts": lambda n: b"".join(
        b"Content-Type: multipart/mixed; boundary=x%d\nTo: a@b.c\n\n--x%d\n" % (i, i)
        for i in range(n)
    ),
    "a mail in a mail": lambda n: (
        b"From: a@b.c\nTo: d@e.f\n" + b"Content-Type: message/rfc822\n\nFrom: a@b.c\n" * n
    ),
}
FEEDS: Mapping[str, Growing] = {
    "XHTML": lambda n: feed(f"<item><description>{'<p>They met.</p>' * n}</description></item>"),
    "bodies": lambda n: feed(f"<item>{f'<description>{TEXT}</description>' * n}</item>"),
    "full entries": lambda n: feed(
        (
            "<item><title>Harbour Letter, 12 May 2024</title><description>"
            + f"&lt;h2&gt;{ITEM}&lt;/h2&gt;&lt;p&gt;{TEXT}&lt;/p&gt;" * 30
            + "</description></item>"
        )
        * (n // 300 + 1)
    ),
}
DOCUMENTS: Mapping[str, Growing] = {
    "full of dates": full_of("May 3 "),
    "full of states": full_of("US "),
    "full of offices": full_of("MOFA "),
    "full of sentences": full_of("The US and Japan tested a missile in Tokyo on Monday. "),
    "unknown keys in each item": lambda n: document(
        items=[{"headline": ITEM, "text": TEXT} | {f"k{i}": 1 for i in range(90)}] * (n // 90 + 1)
    ),
    "items of other kinds": lambda n: document(items=["a", 1, [], {}] * n),
    "lines with other keys": lambda n: b'{"headline": "They meet", "text": 1, "a": 2}\n' * n,
}
PRINTED: Mapping[str, Growing] = {
    "forms": forms,
    "pages": pages,
    "an array": lambda n: printed("BT /F1 8 Tf [" + "(a) -200 " * n + "] TJ ET"),
    "open brackets": lambda n: printed("BT /F1 8 Tf " + "(" * n),
    "marks": lambda n: printed("/P <</MCID 0>> BDC " * n + f"BT /F1 8 Tf ({TEXT}) Tj ET"),
    "objects": lambda n: b"%PDF-1.4\n" + b"1 0 obj\n" * n,
    "scattered words": lambda n: printed(
        "BT /F1 8 Tf "
        + "".join(f"1 0 0 1 {20 + i * 37 % 500} {820 - i} Tm (They met) Tj " for i in range(n))
        + "ET"
    ),
}
