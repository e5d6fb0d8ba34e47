"""HTML pages: the main content as blocks, the page around it dropped, metadata as given."""

import re
from collections.abc import Sequence
from dataclasses import replace

from selectolax.lexbor import LexborNode

from indexer.errors import UnreadableSource
from indexer.normalise.series import SeriesProfile, SeriesRegistry
from indexer.readers.blocks import Block
from indexer.readers.encoding import clean, decode
from indexer.readers.format import Format
from indexer.readers.html_blocks import blocks_of
from indexer.readers.html_main import fragment, main_content, strip
from indexer.readers.html_metadata import given_by
from indexer.readers.html_parsing import parsed
from indexer.readers.issue import issue, opening_of
from indexer.readers.opening import Context, Given
from indexer.readers.raw import RawDigest, SourceHints
from indexer.readers.report import Report

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}\?>\s*){0,9}"
    rb"<(?:!doctype\s+html|html|head|body|article|main|section|div|h[1-6]|table|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_html(data: bytes, hints: SourceHints, registry: SeriesRegistry) -> RawDigest:
    """Read an issue from a web page.

    Raises:
        UnreadableSource: no digest can be made out in it.
    """
    context = Context(hints, registry, Report(hints.origin))
    charset = _CHARSET.search(data[:4096])
    stated = charset[1].decode("ascii") if charset else None
    return html_issue(decode(data, context.report, stated=stated), context)


def html_issue(html: str, context: Context, *, metadata: bool = True) -> RawDigest:
    """Make an issue of HTML.

    Args:
        html: a page, or a part of one.
        context: what else is known; its ``given`` comes before the page's own metadata.
        metadata: whether the page's metadata speaks of the issue.

    Raises:
        UnreadableSource: no digest can be made out in it.
    """
    tree = parsed(html, context.hints.origin)
    body = tree.body
    if body is None:
        raise UnreadableSource(f"{context.hints.origin}: the page has no content")
    given = given_by(tree) if metadata else Given()
    found = page_blocks(body, context.hints.origin)
    if not found:
        raise UnreadableSource(
            f"{context.hints.origin}: this is an HTML page without any text of its own; if scripts "
            "fill it, save it from the browser, or save its text"
        )
    joint = _joint(context.given, given)

    def cut(_: SeriesProfile | None) -> Sequence[Block]:
        return found

    return issue(opening_of(found), cut, replace(context, given=joint))


def page_blocks(body: LexborNode, origin: str) -> list[Block]:
    """The blocks of a page's main content.

    Raises:
        UnreadableSource: there are more of them, or of their words, than in any issue.
    """
    strip(body)
    return blocks_of(main_content(body), origin)


def blocks_in(html: str, report: Report) -> list[Block]:
    """The blocks of HTML that is content already, such as an entry of a feed."""
    body = fragment(clean(html, report), report.file)
    return [] if body is None else blocks_of(body, report.file)


def _joint(first: Given, second: Given) -> Given:
    """What the form around says, then what the page says."""
    return Given(
        titles=first.titles or second.titles,
        names=(*first.names, *second.names),
        day=first.day or second.day,
        day_from=first.day_from if first.day else second.day_from,
        series=first.series or second.series,
        number=first.number or second.number,
    )


FORMAT = Format(
    name="html",
    title="HTML",
    media_types=("text/html", "application/xhtml+xml"),
    suffixes=(".html", ".htm", ".xhtml"),
    sniff=lambda head, origin: _PAGE.match(head) is not None,  # noqa: ARG005
    read=read_html,
)
