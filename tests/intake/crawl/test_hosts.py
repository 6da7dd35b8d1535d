"""How a host is treated: its delay, its failures, its budget."""

from copy import deepcopy

from pipeline.intake.crawl.hosts import IN_A_ROW, Host, Hosts
from pipeline.intake.crawl.source import Rehearsal, Source, Sources


def source(id_: str, *hosts: str, delay: float = 1.0, verify: bool = True) -> Source:
    return Source(
        id_, id_, "plain", (), hosts=frozenset(hosts), delay=delay, ports=frozenset({80}),
        verify=verify,
    )  # fmt: skip


def test_failures_in_a_row_stop_a_host() -> None:
    host = Host("a.example", 1.0, 10)

    stopped = []
    for _ in range(IN_A_ROW):
        host.failed("timeout")
        stopped.append(host.stopped)

    assert stopped == [""] * (IN_A_ROW - 1) + ["host_stopped"]
    assert f"{IN_A_ROW} failures in a row" in host.detail


def test_an_answer_between_failures_keeps_a_host() -> None:
    host = Host("a.example", 1.0, 10)

    for _ in range(3 * IN_A_ROW):
        host.failed("timeout")
        host.answered()

    assert not host.stopped


def test_a_budget_is_spent_to_its_last_request() -> None:
    host = Host("a.example", 1.0, budget=3)

    host.spend()
    host.spend()
    assert not host.stopped
    host.spend()

    assert (host.stopped, host.detail) == ("over_budget", "3 requests")


def test_the_first_reason_to_stop_stays() -> None:
    host = Host("a.example", 1.0, 10)

    host.stop("robots_unreachable", "status 503")
    host.stop("over_budget", "10 requests")

    assert host.stopped == "robots_unreachable"


def test_sources_that_share_a_host_ask_it_as_the_more_careful_one() -> None:
    sources = (source("a", "x.example", delay=1.0), source("b", "x.example", "y.example", delay=5))
    hosts = Hosts(Sources(sources, rehearsal=Rehearsal(scale=0.1)))

    delays = {host.name: host.delay for host in hosts}

    assert delays == {"x.example": 0.5, "y.example": 0.5}
    assert hosts.get("z.example") is None
    assert hosts.has_port("x.example", 80)
    assert not hosts.has_port("x.example", 443)


def test_certificates_go_unverified_for_the_hosts_of_a_source_that_says_so() -> None:
    hosts = Hosts(Sources((source("a", "x.example"), source("b", "y.example", verify=False))))

    assert hosts.unverified == {"y.example"}


def test_scrapy_copies_its_settings_and_the_hosts_stay_one() -> None:
    hosts = Hosts(Sources((source("a", "x.example"),)))

    assert deepcopy({"shared": hosts})["shared"] is hosts
