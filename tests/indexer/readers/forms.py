"""One retold issue, Vol 2.7 of the seed data, in every form that is read.

The PDF is a fixture: Chromium printed it from the saved page, as its title says;
``python -m tests.indexer.readers.forms`` prints it anew.
"""

import json
import subprocess
import sys
import tempfile
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import Path

from indexer.readers import SourceHints, read

SEED = Path(__file__).parents[3] / "seed_data" / "us-japan-alliance-digest" / "vol-2-07.txt"
PDF = Path(__file__).parent / "vol_2_07" / "printed.pdf"
TITLE = "US-Japan Alliance Digest Vol 2.7"
NAME = "us-japan-alliance-digest/vol-2-07"


def text() -> bytes:
    """The seed as it is."""
    return SEED.read_bytes()


def items() -> list[tuple[str, str]]:
    """Headlines and paragraphs."""
    digest = read(text(), SourceHints(f"{NAME}.txt"), max_bytes=1_000_000)
    return [(item.headline, item.text) for item in digest.items]


def html() -> bytes:
    """The page, saved from a browser: menus, related pages and a footer around two lists."""
    heads = "".join(f"<li>{escape(head)}</li>" for head, _ in items())
    bodies = "".join(f"<li>{escape(body)}</li>" for _, body in items())
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE} - Publications</title>
<meta property="article:modified_time" content="2024-02-01T10:00:00+00:00">
<style>li {{ margin: .3em 0 }}</style><script>window.x = "<li>no item</li>";</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/pub">Publications</a></li></ul></nav>
<main><article><h1>{TITLE}</h1><p><em>Retold in our own words.</em></p>
<p><a href="x.pdf">Download this publication (PDF)</a></p>
<p>Image Source: US Energy Association</p>
<h2>Headlines</h2><ul>{heads}</ul><h2>Details</h2><ul>{bodies}</ul></article></main>
<aside class="related"><h3>Related</h3><ul><li>{TITLE.replace("2.7", "2.6")}, March 31, 2023</li>
</ul></aside><footer><p>&copy; 2024 Somebody | Privacy Policy | Sitemap</p></footer></body></html>
""".encode()


def markdown() -> bytes:
    """Front matter, and a heading above each paragraph."""
    sections = "\n".join(f"## {head}\n\n{body}\n" for head, body in items())
    return f'---\ntitle: "{TITLE}"\nlang: en\n---\n\n{sections}'.encode()


def mail() -> bytes:
    """A message with a text and an HTML part, hard-wrapped and quoted-printable."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Digest <digest@example.org>"
    message["To"] = "Reader <reader@example.net>"
    message["Subject"] = TITLE
    numbered = "\n".join(f"{n}) {head}\n\n{body}\n" for n, (head, body) in enumerate(items(), 1))
    foot = "-- \nYou receive this letter because you signed up.\nUnsubscribe: https://example.org/u?r=1"
    message.set_content(f"{TITLE}\n\n{numbered}\n{foot}\n", cte="quoted-printable")
    rows = "".join(f"<tr><td><h2>{escape(h)}</h2><p>{escape(b)}</p></td></tr>" for h, b in items())
    page = f"<html><body><table><tr><td><h1>{TITLE}</h1></td></tr>{rows}</table></body></html>"
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    return message.as_bytes()


def feed() -> bytes:
    """A feed whose single entry holds the page's content."""
    body = "".join(f"<h3>{escape(head)}</h3><p>{escape(text)}</p>" for head, text in items())
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>US-Japan Alliance Digest</title><item><title>{TITLE}</title>
<link>https://example.org/2-7</link><description>{escape(body)}</description></item></channel></rss>
""".encode()


def document() -> bytes:
    """The JSON document."""
    listed = [{"headline": head, "text": body} for head, body in items()]
    fields = {"series": "us-japan-alliance-digest", "volume": 2, "number": 7, "items": listed}
    return json.dumps(fields).encode()


FORMS = {
    "txt": text,
    "html": html,
    "md": markdown,
    "eml": mail,
    "xml": feed,
    "json": document,
    "pdf": PDF.read_bytes,
}


def main() -> None:
    """Print the PDF from the page."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_bytes(html())
        subprocess.run(
            [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu",
                f"--user-data-dir={folder}/c",
                "--no-pdf-header-footer", f"--print-to-pdf={PDF}", page.as_uri(),
            ],
            check=True,
        )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
