"""Inputs that grow: what an enemy, a broken program or a bad scan may send, of any size."""

import json
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from types import MappingProxyType

Growing = Callable[[int], bytes]


def page(body: str) -> bytes:
    """A page of an issue."""
    return f"<html><body><h1>Harbour Letter 12 May 2024</h1>{body}</body></html>".encode()


def letter(text: str) -> bytes:
    """An issue as text."""
    return f"Harbour Letter\n12 May 2024\n\n{text}\n".encode()


def markdown(text: str) -> bytes:
    """An issue in Markdown."""
    return f"---\ntitle: Harbour Letter\ndate: 2024-05-12\n---\n\n{text}\n".encode()


def mail(headers: str, body: str) -> bytes:
    """An issue as a mail."""
    told = "From: a@harbour.example\nTo: b@reader.example\nSubject: Harbour Letter\n"
    return f"{told}Date: Sun, 12 May 2024 09:00:00 +0000\n{headers}\n{body}\n".encode()


def parted(n: int) -> bytes:
    """A mail of many parts."""
    message = EmailMessage()
    message["From"], message["To"] = "a@harbour.example", "b@reader.example"
    message["Subject"] = "Harbour Letter"
    message.make_mixed()
    for _ in range(n):
        part = EmailMessage()
        part.set_content("They met in Oslo today.")
        message.attach(part)
    return message.as_bytes()


def feed(entries: str) -> bytes:
    """A feed of a letter."""
    return f"<rss><channel><title>Harbour Letter</title>{entries}</channel></rss>".encode()


def printed(content: str) -> bytes:
    """A PDF of one page, which draws this."""
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] /Contents 4 0 R "
            "/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    data, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return f"{data}{head}{tail}".encode("latin-1")


def drawn(words: str, n: int) -> bytes:
    """A PDF page with these words on so many lines."""
    return printed("BT /F1 8 Tf 20 820 Td 1 TL " + f"({words}) Tj T* " * n + "ET")


def document(**fields: object) -> bytes:
    """An issue in JSON."""
    return json.dumps({"series": "Harbour Letter", "issue_date": "2024-05-12"} | fields).encode()


_ITEM = "Ministers meet in Oslo"
_TEXT = "They met in Oslo on May 3 and talked of ports, ships and radars for two days."

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
    "entries": lambda n: letter(f"May 3: {_TEXT}\n\n" * n),
    "entries without a date": lambda n: letter(f"May 3: {_TEXT}\n\n" * 3 + f"{_TEXT}\n\n" * n),
    "headings": lambda n: letter(f"{_ITEM}\n------\n{_TEXT}\n\n" * n),
    "headlines": lambda n: letter(f"{_ITEM}\n{_TEXT}\n\n" * n),
    "headlines alone": lambda n: letter(f"{_ITEM}\n" * n),
    "headlines again": lambda n: letter(f"{_ITEM}\n" * n + f"{_ITEM}\n{_TEXT}\n\n" * n),
    "hard-wrapped lines": lambda n: letter(
        "ministers met in the old harbour of Oslo and talked\n" * n
    ),
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
    "sections": lambda n: letter(f"+ Security:\n- {_ITEM}: {_TEXT}\n" * n),
}
PAGES: Mapping[str, Growing] = {
    "paragraphs": lambda n: page("<p>They met in Oslo today.</p>" * n),
    "headings": lambda n: page(f"<h2>{_ITEM}</h2><p>{_TEXT}</p>" * n),
    "nested elements": lambda n: page("<div>" * n + _TEXT + "</div>" * n),
    "nested lists": lambda n: page("<ul><li>" * n + _TEXT),
    "nested tables": lambda n: page("<table><tr><td>" * n + _TEXT),
    "open bold": lambda n: page("<b>" * n + _TEXT),
    "open bold in paragraphs": lambda n: page("<p><b>They met" * n),
    "named wrappers": lambda n: page("<div class='menu'><p>a b c</p></div>" * n),
    "nested named wrappers": lambda n: page("<div class='menu'>" * n + _TEXT + "</div>" * n),
    "nested contents": lambda n: page("<div class='content'>" * n + _TEXT + "</div>" * n),
    "asides": lambda n: page("<aside><p>a b c</p></aside>" * n),
    "headers": lambda n: page("<header><h1>a</h1><p>b</p></header>" * n),
    "articles": lambda n: page(f"<article><h2>{_ITEM}</h2><p>{_TEXT}</p></article>" * n),
    "times": lambda n: page("<time datetime='2024-05-12'>a</time>" * n),
    "styles": lambda n: page("<p style='font-weight:bold;display:block'>They met</p>" * n),
    "line breaks": lambda n: page("<p>" + "They met<br>" * n + "</p>"),
    "bold leads": lambda n: page(f"<p><b>{_ITEM}.</b> {_TEXT}</p>" * n),
    "rows": lambda n: page("<table>" + f"<tr><td>{_ITEM}</td><td>{_TEXT}</td></tr>" * n),
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
    "headings": lambda n: markdown(f"## {_ITEM}\n\n{_TEXT}\n\n" * n),
    "lists": lambda n: markdown(f"- **{_ITEM}** – {_TEXT}\n" * n),
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
    "headers": lambda n: mail("".join(f"X-A{i}: b\n" for i in range(n)), _TEXT),
    "received": lambda n: mail("Received: from a by b\n" * n, _TEXT),
    "recipients": lambda n: mail("Cc: " + ", ".join(f"a{i}@b.c" for i in range(n)) + "\n", _TEXT),
    "folded headers": lambda n: mail("X-A: a\n" + " b c d\n" * n, _TEXT),
    "encoded words": lambda n: mail("X-A: " + "=?utf-8?B?w6k=?= " * n + "\n", _TEXT),
    "a long subject": lambda n: mail("Subject: " + "a b " * n + "\n", _TEXT),
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
        f"<item><title>{_ITEM}</title><description>{_TEXT}</description></item>" * n
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
    "items": lambda n: document(items=[{"headline": _ITEM, "text": _TEXT}] * n),
    "faulty items": lambda n: document(items=[{"headline": 1}] * n),
    "a long text": lambda n: document(items=[{"headline": _ITEM, "text": "They met. " * n}]),
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
        "text": TEXTS,
        "HTML": PAGES,
        "Markdown": MARKDOWN,
        "e-mail": MAILS,
        "feed": FEEDS,
        "JSON": DOCUMENTS,
        "PDF": PRINTED,
    }
)
