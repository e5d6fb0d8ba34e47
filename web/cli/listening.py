"""A socket to serve on, taken before anything is started."""

import socket

from indexer.errors import InputError


def listening(host: str, port: int, *, options: str) -> socket.socket:
    """A socket that listens.

    Args:
        host: a name or an address; one with colons is of IPv6.
        port: 0 for any that is free.
        options: what chooses another, for the error.

    Raises:
        InputError: it cannot be had; the message says why.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = str(error.strerror).partition(" (while")[0]  # the address stands here already
        raise InputError(
            f"cannot listen on {host} port {port}: {reason}; choose others with {options}"
        ) from error
