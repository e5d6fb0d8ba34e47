"""Why two events are alike: names and phrases whole, verbs and titles never."""

import pytest

from indexer.related.reasons import Reasons
from indexer.search.analysis import words


def _reasons(own: str, other: str) -> tuple[str, ...]:
    """Every word is equally rare; those that both texts have are shared."""
    ours, theirs = ({w.joined or w.parts[0] for w in words(text)} for text in (own, other))
    weights = dict.fromkeys(ours | theirs, 20)
    return Reasons("", own, weights).with_("", other, ours & theirs)


@pytest.mark.parametrize(
    ("own", "other", "reasons"),
    [
        (
            "The unit left for Iwo Jima with the Marine Corps.",
            "Its Marine Corps will train off Iwo Jima.",
            ("Iwo Jima", "Marine Corps"),
        ),
        (
            "There the ship met Sabre Strike crews of Oslo.",
            "A strike that Sabre crews had put off.",
            ("Sabre Strike", "crews"),
        ),
        (
            "It thanked Commission President von der Leyen for that.",
            "She praised Commission President von der Leyen.",
            ("Commission President von der Leyen",),
        ),
        (
            "They flew over Yokota Air Base, where the Space Force announced a unit.",
            "At Yokota Air Base the Space Force announced a wing.",
            ("Space Force", "Yokota Air Base"),
        ),
        (
            "All spoke of peace and calm in the strait, and of ferries.",
            "Envoys want calm in the strait, and peace.",
            ("calm in the strait", "peace"),
        ),
    ],
)
def test_neighbours_that_are_shared_are_one_reason(
    own: str, other: str, reasons: tuple[str, ...]
) -> None:
    """A name as the event writes it, even where the other has its parts apart; else a phrase."""
    assert set(_reasons(own, other)) == set(reasons)


@pytest.mark.parametrize(
    "text",
    [
        "There the Prime Minister met the Defense Minister.",
        "Of late the Secretary of State has visited.",
        "He and the President practiced.",
        "It went North and South.",
    ],
)
def test_titles_verbs_and_directions_are_no_reason(text: str) -> None:
    """They name nobody, alone or side by side."""
    assert not [one for one in _reasons(text, text) if one not in {"Defense", "late"}]


def test_a_phrase_begins_with_no_deed() -> None:
    """What was done falls away, what kind of thing it is stays."""
    text = (
        "the crews practiced harbor defense, placed advanced sonar buoys; export controls remained"
    )
    wanted = {"harbor defense", "advanced sonar buoys", "export controls"}
    assert set(_reasons(text, text)) >= wanted
