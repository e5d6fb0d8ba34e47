"""Sources of every form around something that grows."""

import json
from collections.abc import Callable
from email.message import EmailMessage

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
    message.make_mixed(boundary="harbour")
    part = EmailMessage()
    part.set_content("They met in Oslo today.")
    message.attach(part)
    # Written out: a library's object for each would take more memory than reading them.
    head, one, end = message.as_bytes().partition(b"--harbour\n" + part.as_bytes())
    return head + (one + b"\n") * n + end.lstrip()


def feed(entries: str) -> bytes:
    """A feed of a letter."""
    return f"<rss><channel><title>Harbour Letter</title>{entries}</channel></rss>".encode()


def file_of(*objects: str) -> bytes:
    """A PDF of these objects, the first of which is its catalog."""
    data, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return f"{data}{head}{tail}".encode("latin-1")


def stream(content: str, keys: str = "") -> str:
    """An object of a PDF that holds this."""
    return f"<< {keys} /Length {len(content)} >>\nstream\n{content}\nendstream"


def printed(content: str) -> bytes:
    """A PDF of one page, which draws this."""
    return file_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] /Contents 4 0 R "
            "/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        stream(content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def drawn(words: str, n: int) -> bytes:
    """A PDF page with these words on so many lines."""
    return printed("BT /F1 8 Tf 20 820 Td 1 TL " + f"({words}) Tj T* " * n + "ET")


def document(**fields: object) -> bytes:
    """An issue in JSON."""
    return json.dumps({"series": "Harbour Letter", "issue_date": "2024-05-12"} | fields).encode()


ITEM = "Ministers meet in Oslo"
TEXT = "They met in Oslo on May 3 and talked of ports, ships and radars for two days."
