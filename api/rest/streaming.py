"""Answers that are written while they are sent."""

from collections.abc import Iterator


def blocks(pieces: Iterator[str], size: int = 32_768) -> Iterator[bytes]:
    """Small pieces put together, so that each block is worth sending."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= size:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    if waiting:
        yield "".join(waiting).encode()
