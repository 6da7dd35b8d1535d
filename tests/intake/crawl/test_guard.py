"""What may be asked for, by how an address is written."""

from ipaddress import ip_network

import pytest
from scrapy import Request

from pipeline.intake.crawl.guard import admitted
from pipeline.intake.crawl.hosts import Hosts
from pipeline.intake.crawl.refused import RefusedError
from pipeline.intake.crawl.source import Rehearsal, Source, Sources

SITE = Source("a", "a", "plain", (), hosts=frozenset({"www.a.example", "8.8.8.8"}))
OTHER = Source(
    "b", "b", "plain", (), hosts=frozenset({"b.example", "127.0.0.1"}), ports=frozenset({8080})
)
HOSTS = Hosts(Sources((SITE, OTHER)))


def reason(url: str, source: Source | None = SITE) -> str:
    """Return why an address is refused as Scrapy writes it in a request, empty if it is not."""
    try:
        admitted(HOSTS, Request(url).url if "://" in url else url, source)
    except RefusedError as refused:
        return refused.reason
    return ""


@pytest.mark.parametrize(
    "url",
    [
        "http://www.a.example/",
        "https://www.a.example/zfxxgknb/",
        "http://WWW.A.EXAMPLE:80/",
        "http://8.8.8.8/column/",
    ],
)
def test_hosts_of_a_source_are_asked(url: str) -> None:
    assert not reason(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://elsewhere.example/", "off_site"),
        ("http://b.example:8080/", "off_site"),  # of another source
        ("http://www.a.example.evil.example/", "off_site"),
        ("http://www.a.example:8080/", "refused_address"),
        ("ftp://www.a.example/", "refused_address"),
        ("file:///etc/passwd", "refused_address"),
        ("http://www.a.example@127.0.0.1/", "refused_address"),
        ("http://user:secret@www.a.example/", "refused_address"),
        ("http://127.0.0.1/", "refused_address"),
        ("http://127.1/", "refused_address"),
        ("http://2130706433/", "refused_address"),
        ("http://0x7f.1/", "refused_address"),
        ("http://0177.0.0.1/", "refused_address"),
        ("http://[::1]/", "refused_address"),
        ("http://[::ffff:127.0.0.1]/", "refused_address"),
        ("http://169.254.169.254/latest/", "refused_address"),
        ("http://100.64.0.1/", "refused_address"),
        ("http://0.0.0.0/", "refused_address"),
        ("http://１２７.０.０.１/", "refused_address"),
        ("http://127。0。0。1/", "refused_address"),
        ("http://134744072/", "refused_address"),  # 8.8.8.8, which is of the source, in disguise
        ("http://010.8.8.8/", "refused_address"),
    ],
)
def test_nothing_else_is_asked(url: str, expected: str) -> None:
    assert reason(url) == expected


def test_a_robots_file_may_be_that_of_any_source_and_no_other() -> None:
    assert not reason("http://b.example:8080/robots.txt", None)
    assert reason("http://b.example:80/robots.txt", None) == "refused_address"
    assert reason("http://elsewhere.example/robots.txt", None) == "off_site"


def test_a_source_cannot_make_an_address_public_but_a_rehearsal_can() -> None:
    url = "http://127.0.0.1:8080/"
    assert reason(url, OTHER) == "refused_address"

    rehearsed = Sources((OTHER,), rehearsal=Rehearsal(networks=(ip_network("127.0.0.0/8"),)))

    assert admitted(Hosts(rehearsed), url, OTHER).name == "127.0.0.1"
