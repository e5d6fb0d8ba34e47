"""Other ways to say a word: the reviewed table, and what is made of it."""

from collections import Counter
from itertools import combinations

import pytest

from indexer.normalise.vocabulary import load_yaml
from indexer.search.synonyms import forms, inflections, synonyms

TABLE = load_yaml("synonyms.yaml")
GROUPS: list[list[str]] = TABLE["groups"]
KINDS: dict[str, list[str]] = TABLE["kinds"]
STOP_WORDS = set(TABLE["stop_words"].split())


def test_every_member_can_be_looked_up() -> None:
    """It is a text, has a word that is indexed, and is no word that searches drop."""
    for member in (*(one for some in (*GROUPS, *KINDS.values()) for one in some), *KINDS):
        assert isinstance(member, str), member
        assert forms(member), member
        assert member not in STOP_WORDS, member
        assert len("".join(forms(member))) > 1, member


def test_no_two_lines_say_the_same() -> None:
    """Two words stand together once, and a group has each of its members once."""
    pairs = Counter(frozenset(pair) for some in GROUPS for pair in combinations(some, 2))
    assert [sorted(pair) for pair, times in pairs.items() if times > 1 or len(pair) == 1] == []
    assert all(len(some) > 1 for some in GROUPS)
    for word, some in KINDS.items():
        assert len(set(some)) == len(some)
        assert not [one for one in some if frozenset((word, one)) in pairs], word


def test_a_group_reads_in_both_directions() -> None:
    """Each of its members stands for each other one."""
    for some in GROUPS:
        for one, other in combinations(some, 2):
            assert other in synonyms()[forms(one)] or forms(one) == forms(other)
            assert one in synonyms()[forms(other)] or forms(one) == forms(other)


def test_a_kind_reads_in_one_direction() -> None:
    """Warships are meant by vessels; vessels in general are not meant by warships."""
    for word, some in KINDS.items():
        for one in some:
            assert one in synonyms()[forms(word)]
            assert word not in synonyms().get(forms(one), ()) or word in _beside(one)


def _beside(member: str) -> set[str]:
    """What stands in a line with a word, or is of its kind."""
    return {other for some in GROUPS if member in some for other in some} | {*KINDS.get(member, ())}


@pytest.mark.parametrize(
    ("word", "made"),
    [
        ("exercise", {"exercises", "exercised", "exercising"}),
        ("ally", {"allies"}),
        ("bases", {"base", "bas"}),
        ("patrolled", {"patroll", "patrolle"}),
        ("UAV", {"UAVs"}),
        ("2024", set()),
    ],
)
def test_words_stand_in_other_forms(word: str, made: set[str]) -> None:
    """What is no word finds nothing, so the rules need not know which are."""
    assert made <= set(inflections(word)) - {word}
    assert inflections(word)[0] == word
