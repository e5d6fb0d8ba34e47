"""Lines of a PDF without tags to blocks: what widths, which are estimates, leave to be told."""

from indexer.readers.pdf_layout import Fragment, page_lines, running_lines, text_of
from indexer.readers.pdf_words import width_of

SIZE = 10.0
LEFT = 50.0


def text(*rows: tuple[tuple[str, bool, float], ...]) -> str:
    """The text of a page whose rows are fragments: words, bold, how much wider than estimated."""
    fragments = []
    for number, row in enumerate(rows):
        x = LEFT
        for words, bold, wider in row:
            fragments.append(Fragment(words, x, 700 - 13.0 * number, SIZE, bold))
            x += width_of(f"{words} ", SIZE) * wider
    pages = [page_lines(fragments)]
    return text_of(pages, running_lines(pages))


def plain(words: str) -> tuple[tuple[str, bool, float], ...]:
    return ((words, False, 1.0),)


FULL = "The crews of both ships trained in search and rescue, and they will meet again in Oslo"


def test_a_bold_lead_in_a_wide_typeface_stays_on_its_line() -> None:
    """The estimate of its width falls short by more, the longer it is."""
    lead = "Manila hosts coast guard exercise with partners from two continents."
    found = text(((lead, True, 1.2), ("Ships met there.", False, 1.0)), plain(FULL))
    assert found.startswith(f"**{lead}** Ships met there.")


def test_short_lines_of_one_type_are_blocks_of_their_own() -> None:
    """A list whose bullets are drawn: each line was ended on purpose."""
    heads = ("Talks open in Tokyo", "Ships call at Manila", "Seoul joins a pact")
    assert text(*map(plain, heads), plain(FULL)).startswith("\n\n".join(heads))


def test_a_sentence_goes_on_in_the_next_line_though_room_seems_left() -> None:
    """Before a small letter always; before a capital where little room was."""
    for last, following in (("trained in search", "and rescue."), (FULL[:-9], "Oslo and Bergen.")):
        rows = (plain(FULL), plain(f"{last}"), plain(following))
        assert f"{last} {following}" in text(*rows)


def test_a_little_more_room_below_a_sentence_parts_paragraphs() -> None:
    """Lines of a paragraph are set evenly, however full the last one is."""
    ended = f"{FULL[:-1]}."
    heights = (700.0, 683.5, 665.5, 649.0, 631.0, 614.5)
    page = page_lines([Fragment(ended, LEFT, height, SIZE) for height in heights])
    assert text_of([page], frozenset()).count("\n\n") == 2
