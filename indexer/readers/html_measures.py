"""What is asked of many elements of a page, answered for all of them in one walk.

Elements nest: asking each for its own text, or for what lies inside it, reads the innermost words
as many times as there are elements around them.
"""

from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborNode


def lengths_of(
    root: LexborNode, wanted: Sequence[LexborNode], *, squeezed: bool = False
) -> dict[int, int]:
    """The characters of text in elements, a space counted between the pieces of it.

    Args:
        root: an element around all of them.
        wanted: the elements.
        squeezed: count a run of white space as one space.

    Returns:
        Characters by the ``mem_id`` of every element below ``root``; empty where none is wanted.
    """
    if not wanted:
        return {}
    ids: list[int] = []
    lengths: list[int] = []
    parents: list[int] = []
    stack: list[tuple[LexborNode, int]] = [(root, -1)]
    while stack:
        node, parent = stack.pop()
        if node.tag == "-text":
            text = node.text_content or ""
            if not squeezed or (text := " ".join(text.split())):
                lengths[parent] += len(text) + 1
            continue
        at = len(ids)
        ids.append(node.mem_id)
        lengths.append(0)
        parents.append(parent)
        stack += [(child, at) for child in node.iter(include_text=True)]
    # A parent stands before all that it holds.
    for at in range(len(ids) - 1, 0, -1):
        lengths[parents[at]] += lengths[at]
    return {node: max(0, length - 1) for node, length in zip(ids, lengths, strict=True)}


def around(nodes: Iterable[LexborNode]) -> frozenset[int]:
    """The ``mem_id`` of elements, and of all elements around them."""
    found: set[int] = set()
    for node in nodes:
        parent: LexborNode | None = node
        while parent is not None and parent.mem_id not in found:
            found.add(parent.mem_id)
            parent = parent.parent
    return frozenset(found)
