"""Which addresses may be connected to, however they are written and wrapped."""

from ipaddress import ip_address, ip_network

import pytest

from pipeline.intake.crawl.addresses import is_public, literal

LOOPBACK = (
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "１２７.0.0.1",
    "%31%32%37.0.0.1",
    "127。0。0。1",
    "[::1]",
    "::ffff:127.0.0.1",
    "[::ffff:7f00:1]",
    "::127.0.0.1",
    "[0:0:0:0:0:0:0:1]",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
)
INNER = (
    "0.0.0.0",  # noqa: S104  # to be refused
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
)
PUBLIC = ("61.135.169.125", "8.8.8.8", "240e:0:9000::1", "2400:3200::1", "64:ff9b::808:808")
NAMES = ("www.gov.cn", "gov.cn.", "1a.example", "deadbeef.example", "0x7g.1", "")


@pytest.mark.parametrize("host", LOOPBACK)
def test_loopback_is_known_in_every_notation(host: str) -> None:
    address = literal(host)

    assert address is not None
    assert not is_public(address)


@pytest.mark.parametrize("host", INNER)
def test_what_is_not_of_the_public_net_is_not_connected_to(host: str) -> None:
    assert not is_public(ip_address(host))


@pytest.mark.parametrize("host", PUBLIC)
def test_what_is_public_is_connected_to(host: str) -> None:
    assert is_public(ip_address(host))


@pytest.mark.parametrize("host", NAMES)
def test_a_name_is_no_address(host: str) -> None:
    assert literal(host) is None


def test_a_rehearsal_may_connect_to_its_own_networks_and_no_others() -> None:
    networks = (ip_network("127.0.0.2/32"),)

    assert is_public(ip_address("127.0.0.2"), networks)
    assert not is_public(ip_address("127.0.0.1"), networks)
    assert not is_public(ip_address("::ffff:127.0.0.2"), networks)
