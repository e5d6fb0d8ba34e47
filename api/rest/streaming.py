"""Answers that are written while they are sent."""

from collections.abc import Iterator


def blocks(pieces: Iterator[str] | Iterator[bytes], size: int = 32_768) -> Iterator[bytes]:
    """Small pieces put together, so that each block is worth sending."""
    waiting: list[bytes] = []
    length = 0
    for piece in pieces:
        data = piece.encode() if isinstance(piece, str) else piece
        waiting.append(data)
        length += len(data)
        if length >= size:
            yield b"".join(waiting)
            waiting, length = [], 0
    if waiting:
        yield b"".join(waiting)
