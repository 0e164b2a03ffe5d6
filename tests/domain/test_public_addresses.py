"""Which addresses are everybody's."""

import pytest

from domain.public_addresses import is_public


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    """One behind NAT64 as well."""
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",  # noqa: S104 - bound to nothing
        "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "fec0::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b::a00:1",
        "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "64:ff9b:1:a00:0:100:808:808", "64:ff9b:1::101:101",
        "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::",
        "localhost", "", "2130706433", "0x7f.1", "93.184.216.34:80",
    ],
)  # fmt: skip
def test_others_are_not_however_they_are_written(address: str) -> None:
    """Those that carry a private IPv4 address in them, and what is no address at all."""
    assert not is_public(address)
