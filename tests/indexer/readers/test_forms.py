"""One issue in every form gives the same events."""

import pytest

from indexer.ingest.build import DigestDraft, build
from indexer.readers import SourceHints, media_type, read
from tests.indexer.readers.forms import FORMS, NAME


def draft(suffix: str) -> DigestDraft:
    raw = read(FORMS[suffix](), SourceHints(f"issue.{suffix}"), max_bytes=1_000_000)
    return build(raw, NAME)


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMS if suffix != "txt"])
def test_every_form_gives_the_events_of_the_text(suffix: str) -> None:
    """Headlines, paragraphs, dates and tags of the retold Vol 2.7, and the issue's own date."""
    expected, found = draft("txt"), draft(suffix)
    assert (found.id, found.issue_date) == (expected.id, expected.issue_date)
    assert len(found.events) == 5
    for event, other in zip(found.events, expected.events, strict=True):
        assert (event.headline, event.text) == (other.headline, other.text)
        assert event.reading == other.reading


@pytest.mark.parametrize("suffix", FORMS)
def test_the_form_is_told_by_the_content(suffix: str) -> None:
    """A name that says otherwise changes nothing."""
    expected = {
        "txt": "text/plain",
        "html": "text/html",
        "md": "text/markdown",
        "eml": "message/rfc822",
        "xml": "application/rss+xml",
        "json": "application/json",
        "pdf": "application/pdf",
    }
    assert media_type(FORMS[suffix](), "digest.dat") == expected[suffix]
