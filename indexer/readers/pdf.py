"""PDF: the text of its pages in reading order, running heads and page numbers dropped."""

import io
import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from indexer.errors import UnreadableSource
from indexer.normalise.series import SeriesProfile, SeriesRegistry
from indexer.readers.blocks import Block
from indexer.readers.encoding import clean
from indexer.readers.format import Format
from indexer.readers.issue import issue, opening_of
from indexer.readers.opening import Context, Given
from indexer.readers.pdf_layout import Fragment, page_lines, running_lines, text_of, title_first
from indexer.readers.pdf_limits import Budget
from indexer.readers.pdf_tagged import Places, Structure, tagged_blocks
from indexer.readers.pdf_words import spelt
from indexer.readers.raw import RawDigest, SourceHints
from indexer.readers.report import Report
from indexer.readers.text import text_issue

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

# An issue has a few pages; these bound the time that a hostile file can take.
_MAX_PAGES = 100
_MAX_UNPACKED = 10_000_000  # bytes that one stream may unpack to; images are never looked at
_UNPACKING = tuple(
    f"{name}_maximum_output_length"
    for name in ("zlib", "lzw", "run_length", "brotli", "array_based_stream", "jbig2")
)
_LEAST_LETTERS = 20
_UNTITLED = re.compile(
    r"(?:untitled|microsoft word\b.*|document\d*|.*\.(?:docx?|pdf|html?))", re.IGNORECASE
)


def read_pdf(data: bytes, hints: SourceHints, registry: SeriesRegistry) -> RawDigest:
    """Read an issue from a PDF file with text.

    Raises:
        UnreadableSource: it is encrypted, damaged, too large, holds images of pages only, or no
            digest can be made out in it.
    """
    report = Report(hints.origin)
    from pypdf import apply_configuration  # noqa: PLC0415

    with apply_configuration(None, **dict.fromkeys(_UNPACKING, _MAX_UNPACKED)):
        pages, given = _pages(data, hints.origin)
    letters = (char.isalpha() for page, _ in pages for each in page for char in each.text)
    if sum(letters) < _LEAST_LETTERS:
        raise UnreadableSource(
            f"{hints.origin}: this PDF holds no text, only images of pages; run text recognition "
            "(OCR) on it first"
        )
    context = Context(hints, registry, report, given)
    if found := tagged_blocks(pages, hints.origin):
        try:
            return _tagged_issue(found, context)
        except UnreadableSource:
            report.remarks.clear()  # the layout may tell more than the structure
    lines = [page_lines(fragments) for fragments, _ in pages]
    lines[:1] = [title_first(lines[0])]
    text = text_of(lines, running_lines(lines))
    return text_issue(clean(text, report), context)


def _tagged_issue(found: Sequence[Block], context: Context) -> RawDigest:
    def cut(_: SeriesProfile | None) -> Sequence[Block]:
        return [replace(block, text=clean(block.text, context.report)) for block in found]

    return issue(opening_of(found), cut, context)


def _pages(data: bytes, origin: str) -> tuple[list[tuple[list[Fragment], Places]], Given]:
    # A tenth of a second that other forms do not need.
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableSource(f"{origin}: this PDF is encrypted; save it without a password")
        count = len(reader.pages)
        if count > _MAX_PAGES:
            raise UnreadableSource(
                f"{origin}: this PDF has {count:,} pages; an issue has at most {_MAX_PAGES}"
            )
        found: list[tuple[list[Fragment], Places]] = []
        budget = Budget(origin)
        structure = Structure(reader.trailer["/Root"])
        for page in reader.pages:
            fragments = _fragments(page, budget)
            found.append((fragments, structure.places(page)))
        return found, _given(reader)
    except (PyPdfError, RecursionError, MemoryError) as error:
        raise UnreadableSource(f"{origin}: this PDF cannot be read: {_short(error)}") from error
    except UnreadableSource:
        raise
    except Exception as error:
        raise UnreadableSource(f"{origin}: this PDF is damaged: {_short(error)}") from error


def _fragments(page: "PageObject", budget: Budget) -> list[Fragment]:
    contents = page.get_contents()
    length = len(contents.get_data()) if contents is not None else 0
    budget.page(page.get("/Resources"), length)
    found: list[Fragment] = []
    marks: list[int | None] = []

    def operate(operator: bytes, operands: Any, _cm: Any, _tm: Any) -> None:
        budget.step(operator, operands)
        if operator in {b"BDC", b"BMC"}:
            told = operands[1] if len(operands) > 1 else None
            mark = told.get("/MCID") if isinstance(told, dict) else None
            marks.append(mark if isinstance(mark, int) else marks[-1] if marks else None)
        elif operator == b"EMC" and marks:
            marks.pop()

    def take(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if not text.strip():
            return
        budget.piece(text)
        x = float(tm[4] * cm[0] + tm[5] * cm[2] + cm[4])
        y = float(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])
        scale = abs(float(tm[3] or tm[0]) * float(cm[3] or cm[0])) or 1.0
        name = str((font or {}).get("/BaseFont", "")).lower()
        mark = marks[-1] if marks else None
        found.append(
            Fragment(spelt(text.strip("\n")), x, y, float(size) * scale, "bold" in name, mark)
        )

    page.extract_text(visitor_operand_before=operate, visitor_text=take)
    budget.check()
    return found


def _given(reader: "PdfReader") -> Given:
    """The document's title; its dates are those of the file, not of the issue."""
    try:
        title = str(reader.metadata.title or "") if reader.metadata else ""
    except Exception:  # noqa: BLE001  (damaged metadata are no reason to refuse the text)
        title = ""
    title = " ".join(title.split())
    return Given() if not title or _UNTITLED.fullmatch(title) else Given(names=(title[:300],))


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


FORMAT = Format(
    name="pdf",
    title="PDF",
    media_types=("application/pdf",),
    suffixes=(".pdf",),
    sniff=lambda head, origin: b"%PDF-" in head[:1024],  # noqa: ARG005
    read=read_pdf,
)
