"""Which addresses of the internet are everybody's, and so may be sent to whatever a person names."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_LAST_32_BITS = 0xFFFFFFFF
_GIVEN_OUT = IPv6Network("2000::/3")
"""All that is given out to anybody; Python takes what was once site-local for global."""
_CARRIES_IPV4_LAST = (
    IPv6Network("::/96"),  # IPv4-compatible, RFC 4291
    IPv6Network("::ffff:0:0:0/96"),  # IPv4-translated, RFC 2765
    IPv6Network("64:ff9b::/96"),  # NAT64, RFC 6052
)
"""NAT64 of one's own network, 64:ff9b:1::/48, is left out: RFC 6052 lets it carry IPv4 elsewhere than last."""


def is_public(address: str) -> bool:
    """Whether an address is global, and so is every IPv4 address that it carries in it.

    >>> [is_public(one) for one in ("93.184.216.34", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "224.0.0.1")]
    [True, False, False, False, False]
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return all(map(_is_everybodys, _meant(parsed)))


def _is_everybodys(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address not in _GIVEN_OUT:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _meant(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """The addresses that a packet to this one can end at."""
    if isinstance(address, IPv4Address):
        yield address
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
        return
    last = IPv4Address(int(address) & _LAST_32_BITS)
    yield last if any(address in network for network in _CARRIES_IPV4_LAST) else address
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
