"""Which events tell one story: those that strong likeness joins across issues."""

from collections.abc import Iterable, Mapping


def joined(members: Iterable[int], links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The groups of two and more that links make of some events; each in order, by its first.

    Args:
        members: places of events.
        links: pairs of them.
    """
    parent = {member: member for member in members}

    def root(member: int) -> int:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for one, other in links:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    return groups({member: root(member) for member in parent})


def groups(first: Mapping[int, int]) -> list[list[int]]:
    """Members by the first of their group, groups of one left out."""
    found: dict[int, list[int]] = {}
    for member in sorted(first):
        found.setdefault(first[member], []).append(member)
    return [group for group in found.values() if len(group) > 1]
