"""Which addresses of the network may be asked: those of the public internet."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from indexer.errors import NotFetched

Resolve = Callable[[str, int], Sequence[str]]

# Prefixes under which IPv6 carries an IPv4 address, whose own kind then decides.
_TRANSLATED = ip_network("64:ff9b::/96")
_NOT_PUBLIC = (
    ip_network("64:ff9b:1::/48"),  # translation inside one network
    ip_network("192.88.99.0/24"),  # relays of 6to4
)


def resolve(host: str, port: int) -> Sequence[str]:
    """Every address that a name stands for, in the order in which the system would try them.

    Raises:
        NotFetched: the name has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFetched(f"{host}: there is no such host") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked(host: str, port: int, resolve: Resolve, *, allow_private: bool) -> Sequence[str]:
    """The addresses of a host, each of them public.

    One private address is enough to refuse the host: which of several is taken is up to chance, and
    to whoever answers for the name.

    Raises:
        NotFetched: there is none, or one that is not public.
    """
    addresses = resolve(host, port)
    private = next((one for one in addresses if not is_public(one)), None)
    if private is not None and not allow_private:
        named = "" if private == host else f" ({private})"
        raise NotFetched(
            f"{host}{named} is not on the public internet, so it is not asked; "
            "--allow-private allows it"
        )
    return addresses


def is_public(address: str) -> bool:
    """Whether an address is of the public internet; whatever is unclear is not."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = _carried(ip)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    if any(ip.version == net.version and ip in net for net in _NOT_PUBLIC):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _carried(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside an IPv6 one."""
    if ip in _TRANSLATED:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour
