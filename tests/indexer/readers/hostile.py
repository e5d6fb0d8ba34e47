"""Inputs that grow: what an enemy, a broken program or a bad scan may send, of any size."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.indexer.readers import hostile_limits
from tests.indexer.readers.growing import (
    ITEM,
    TEXT,
    Growing,
    document,
    drawn,
    feed,
    letter,
    mail,
    markdown,
    page,
    parted,
    printed,
)

TEXTS: Mapping[str, Growing] = {
    "bullets": lambda n: letter("- Ministers meet in Oslo\n" * n),
    "bullets that are set in": lambda n: letter(
        "".join(f"{' ' * (i % 40)}- a b\n" for i in range(n))
    ),
    "loose lines": lambda n: letter("- One here\n- Two.\n" + "\nloose words\n" * n),
    "blank lines": lambda n: letter("- One here\n" + "\n" * n + "- Two."),
    "credit blanks": lambda n: letter("Image Source: " + "a " * n),
    "one line": lambda n: letter("- " + "word " * n),
    "one word": lambda n: letter("- " + "w" * n),
    "dates in one line": lambda n: letter(
        "- One here\n\n\n- On " + "May 3, 2024, " * n + "it met."
    ),
    "dates in lines": lambda n: letter("May 3, 2024\n" * n),
    "entries": lambda n: letter(f"May 3: {TEXT}\n\n" * n),
    "entries without a date": lambda n: letter(f"May 3: {TEXT}\n\n" * 3 + f"{TEXT}\n\n" * n),
    "headings": lambda n: letter(f"{ITEM}\n------\n{TEXT}\n\n" * n),
    "headlines": lambda n: letter(f"{ITEM}\n{TEXT}\n\n" * n),
    "headlines alone": lambda n: letter(f"{ITEM}\n" * n),
    "headlines again": lambda n: letter(f"{ITEM}\n" * n + f"{ITEM}\n{TEXT}\n\n" * n),
    "hard-wrapped lines": lambda n: letter(
        "ministers met in the old harbour of Oslo and talked\n" * n
    ),
    "lines of one item": lambda n: letter(f"- {ITEM}\n" + "Japan meets\n" * n),
    "days in one item": lambda n: letter(f"- {ITEM}\n" + "May 5 Japan.\n" * n),
    "numbers in one line": lambda n: letter(" ".join(f"{i}. Word" for i in range(1, n))),
    "Roman numbers": lambda n: letter("I. Word here\nII. Word there\n" * n),
    "stars": lambda n: letter("**a** b " * n),
    "open stars": lambda n: letter("**a " * n),
    "underlines": lambda n: letter("-----\n" * n),
    "tabs": lambda n: letter("May 3\tThey met.\n" * n),
    "brackets": lambda n: letter("(" * n + ")" * n),
    "quotes": lambda n: letter("“" * n),
    "stops": lambda n: letter("." * n),
    "dashes": lambda n: letter("- a - " * n),
    "colons": lambda n: letter("- a: " * n),
    "control characters": lambda n: letter("a\x01b " * n),
    "letters with accents": lambda n: ("é" * n).encode("cp1252") + b"\n- One here.\n",
    "letters of an unknown encoding": lambda n: bytes(range(128, 256)) * (n // 16 + 1),
    "titles": lambda n: ("Harbour Letter No. 5, 12 May 2024\n" * n).encode(),
    "labels": lambda n: letter("Headlines\nDetails\n" * n),
    "fields of addresses": lambda n: letter("To: a@b.c\n" * n),
    "sections": lambda n: letter(f"+ Security:\n- {ITEM}: {TEXT}\n" * n),
}
PAGES: Mapping[str, Growing] = {
    "paragraphs": lambda n: page("<p>They met in Oslo today.</p>" * n),
    "headings": lambda n: page(f"<h2>{ITEM}</h2><p>{TEXT}</p>" * n),
    "nested elements": lambda n: page("<div>" * n + TEXT + "</div>" * n),
    "nested lists": lambda n: page("<ul><li>" * n + TEXT),
    "nested tables": lambda n: page("<table><tr><td>" * n + TEXT),
    "open bold": lambda n: page("<b>" * n + TEXT),
    "open bold in paragraphs": lambda n: page("<p><b>They met" * n),
    "named wrappers": lambda n: page("<div class='menu'><p>a b c</p></div>" * n),
    "nested named wrappers": lambda n: page("<div class='menu'>" * n + TEXT + "</div>" * n),
    "nested contents": lambda n: page("<div class='content'>" * n + TEXT + "</div>" * n),
    "asides": lambda n: page("<aside><p>a b c</p></aside>" * n),
    "headers": lambda n: page("<header><h1>a</h1><p>b</p></header>" * n),
    "articles": lambda n: page(f"<article><h2>{ITEM}</h2><p>{TEXT}</p></article>" * n),
    "times": lambda n: page("<time datetime='2024-05-12'>a</time>" * n),
    "styles": lambda n: page("<p style='font-weight:bold;display:block'>They met</p>" * n),
    "line breaks": lambda n: page("<p>" + "They met<br>" * n + "</p>"),
    "bold leads": lambda n: page(f"<p><b>{ITEM}.</b> {TEXT}</p>" * n),
    "rows": lambda n: page("<table>" + f"<tr><td>{ITEM}</td><td>{TEXT}</td></tr>" * n),
    "metadata": lambda n: page("") + b"<meta name='date' content='x'>" * n,
    "structured data": lambda n: page(
        '<script type="application/ld+json">' + "[" * n + "]" * n + "</script>"
    ),
    "scripts": lambda n: page("<script>var a = '<p>'</script>" * n),
    "comments": lambda n: page("<!-- a -- b -->" * n),
    "entities": lambda n: page("<p>" + "&nbsp;&amp;&rsquo;" * n),
    "attributes": lambda n: page("<p " + " ".join(f"a{i}=b" for i in range(n)) + ">a</p>"),
}
MARKDOWN: Mapping[str, Growing] = {
    "headings": lambda n: markdown(f"## {ITEM}\n\n{TEXT}\n\n" * n),
    "lists": lambda n: markdown(f"- **{ITEM}** – {TEXT}\n" * n),
    "nested lists": lambda n: markdown("".join(f"{'  ' * (i % 60)}- a\n" for i in range(n))),
    "nested quotes": lambda n: markdown(">" * n + " a"),
    "stars": lambda n: markdown("*a **a " * n),
    "brackets": lambda n: markdown("[" * n),
    "links": lambda n: markdown("[a](" * n),
    "images": lambda n: markdown("![a](b) " * n),
    "ticks": lambda n: markdown("`a``b```c " * n),
    "angles": lambda n: markdown("<a " * n),
    "references": lambda n: markdown("".join(f"[a{i}]: /b\n" for i in range(n)) + "[a1] " * 10),
    "footnotes": lambda n: markdown("a[^1] " * n),
    "tables": lambda n: markdown("| a | b |\n|---|---|\n" + "| May 3 | b c d |\n" * n),
    "columns": lambda n: markdown("|" + "a|" * n + "\n|" + "-|" * n + "\n"),
    "rules": lambda n: markdown("---\n" * n),
    "backslashes": lambda n: markdown("\\*" * n),
    "front matter": lambda n: (
        "---\ntitle: Harbour Letter\n" + "".join(f"a{i}: [b]\n" for i in range(n)) + "---\n"
    ).encode(),
    "front matter that never ends": lambda n: ("---\ntitle: a\n" + "b: c\n" * n).encode(),
}
MAILS: Mapping[str, Growing] = {
    "lines": lambda n: mail("", "- They met in Oslo.\n" * n),
    "headers": lambda n: mail("".join(f"X-A{i}: b\n" for i in range(n)), TEXT),
    "received": lambda n: mail("Received: from a by b\n" * n, TEXT),
    "recipients": lambda n: mail("Cc: " + ", ".join(f"a{i}@b.c" for i in range(n)) + "\n", TEXT),
    "folded headers": lambda n: mail("X-A: a\n" + " b c d\n" * n, TEXT),
    "encoded words": lambda n: mail("X-A: " + "=?utf-8?B?w6k=?= " * n + "\n", TEXT),
    "a long subject": lambda n: mail("Subject: " + "a b " * n + "\n", TEXT),
    "parts": parted,
    "quoted-printable": lambda n: mail(
        "Content-Transfer-Encoding: quoted-printable\n", "=E9=\n" * n
    ),
    "base64": lambda n: mail("Content-Transfer-Encoding: base64\n", "VGhleSBtZXQu\n" * n),
    "links": lambda n: mail("", "https://a.example/b?c=d#e\n" * n),
    "quotes": lambda n: mail("", "> They met.\n" * n),
    "forwards": lambda n: mail("", "---------- Forwarded message ---------\nFrom: a\n\nb\n" * n),
    "pixels": lambda n: mail(
        "Content-Type: text/html\n", "<img width=1 height=1 src='https://a.example/b?c'>\n" * n
    ),
    "open pixels": lambda n: mail("Content-Type: text/html\n", "<img " * n),
    "a mailbox": lambda n: (
        b"From a@b Sun May 12 00:00:00 2024\nFrom: a@b.c\nTo: d@e.f\n\nThey met.\n\n" * n
    ),
}
FEEDS: Mapping[str, Growing] = {
    "entries": lambda n: feed(
        f"<item><title>{ITEM}</title><description>{TEXT}</description></item>" * n
    ),
    "nested elements": lambda n: feed("<item>" * n + "</item>" * n),
    "attributes": lambda n: feed("<item " + " ".join(f"a{i}='b'" for i in range(n)) + "/>"),
    "namespaces": lambda n: feed("".join(f"<a{i}:b xmlns:a{i}='urn:{i}'/>" for i in range(n))),
    "one body": lambda n: feed(
        f"<item><description>{'They met in Oslo. ' * n}</description></item>"
    ),
    "escaped": lambda n: feed(
        "<item><description>" + "&lt;p&gt;They met." * n + "</description></item>"
    ),
}
DOCUMENTS: Mapping[str, Growing] = {
    "unknown keys": lambda n: document(**{f"k{i}": 1 for i in range(n)}),
    "unknown keys of items": lambda n: document(items=[{f"k{i}": 1 for i in range(n)}]),
    "items": lambda n: document(items=[{"headline": ITEM, "text": TEXT}] * n),
    "faulty items": lambda n: document(items=[{"headline": 1}] * n),
    "a long text": lambda n: document(items=[{"headline": ITEM, "text": "They met. " * n}]),
    "nested lists": lambda n: b'{"series": ' + b"[" * n + b"]" * n + b"}",
    "nested objects": lambda n: b'{"a":' * n + b"1" + b"}" * n,
    "long numbers": lambda n: b'{"volume": ' + b"9" * n + b"}",
    "escapes": lambda n: b'{"series": "' + b"\\u0041" * n + b'"}',
    "lines": lambda n: b'{"headline": "They meet", "text": "They met."}\n' * n,
}
PRINTED: Mapping[str, Growing] = {
    "lines": lambda n: drawn("They met in Oslo on May 3 today.", n),
    "words": lambda n: printed("BT /F1 8 Tf 20 800 Td " + "(word) Tj 3 0 Td " * n + "ET"),
    "columns": lambda n: printed(
        "BT /F1 8 Tf "
        + "".join(
            f"1 0 0 1 {20 + 200 * (i % 3)} {820 - i // 3} Tm (They met here) Tj " for i in range(n)
        )
        + "ET"
    ),
    "states": lambda n: printed(
        "q " * n + "BT /F1 8 Tf (They met in Oslo today) Tj ET " + "Q " * n
    ),
    "hyphens": lambda n: drawn("inter-", n),
}
FORMS: Mapping[str, Mapping[str, Growing]] = MappingProxyType(
    {
        "text": {**TEXTS, **hostile_limits.TEXTS},
        "HTML": {**PAGES, **hostile_limits.PAGES},
        "Markdown": {**MARKDOWN, **hostile_limits.MARKDOWN},
        "e-mail": {**MAILS, **hostile_limits.MAILS},
        "feed": {**FEEDS, **hostile_limits.FEEDS},
        "JSON": {**DOCUMENTS, **hostile_limits.DOCUMENTS},
        "PDF": {**PRINTED, **hostile_limits.PRINTED},
    }
)
