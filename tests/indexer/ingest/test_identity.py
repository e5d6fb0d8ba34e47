"""Ids that stay, and items matched by content."""

from indexer.ingest.identity import match_items, new_event_id

OLD = [
    ("Space dialogue held", "The eighth dialogue on space took place in Tokyo on March 24."),
    ("Missile test", "North Korea fired a missile on April 13, and Japan sounded alerts."),
]


def test_the_same_headline_gives_the_same_id_everywhere() -> None:
    """Citations of two installations agree."""
    never = new_event_id("usjad-2-7", "Space dialogue held", lambda _: False)
    assert never == new_event_id("usjad-2-7", "“Space” Dialogue: held!", lambda _: False)
    assert never.startswith("usjad-2-7-")


def test_an_id_is_never_given_out_twice() -> None:
    """Nor when its owner is gone."""
    taken: set[str] = set()
    for _ in range(5):
        event_id = new_event_id("usjad-2-7", "Same headline", taken.__contains__)
        assert event_id not in taken
        taken.add(event_id)


def test_items_are_matched_by_content_not_position() -> None:
    """Reordered, with an addition and small corrections."""
    new = [
        ("A new item", "Something else altogether about chips and trade."),
        ("Missile test", "North Korea fired a missile on April 14, and Japan sounded alerts."),
        ("Eighth dialogue on space held", OLD[0][1]),
    ]
    assert match_items(OLD, new) == [None, 1, 0]


def test_a_former_item_is_given_to_one_only() -> None:
    """The likest gets it."""
    new = [("Missile test", "North Korea fired."), OLD[1]]
    assert match_items(OLD[1:], new) == [None, 0]
