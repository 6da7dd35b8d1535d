"""The file of sources, and what is said of one that is wrong."""

from datetime import time
from ipaddress import ip_network
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.intake.crawl.source import Rehearsal, Source
from pipeline.intake.crawl.sources import load_sources
from tests.conftest import ROOT

CONTACT = 'contact = "https://warehouse.example/"\n'
MINE = """
[[sources]]
id = "shili"
name = "示例县人民政府"
kind = "trs"
columns = ["https://www.shili.example/zfxxgknb/{year}/", "https://www.shili.example/nb/"]
home = "https://shili.example/"
hosts = ["Files.shili.example"]
years = [2021, 2022]
agency_id = "shili"
delay = 2.5
[sources.agencies]
"https://www.shili.example/jyj/" = "shili-jiaoyu"
"""
EXAMPLE = """
[[sources]]
id = "demo"
name = "样板"
kind = "plain"
columns = ["http://plain.example:8080/nb/"]
ports = [8080]
example = true
"""
REHEARSAL = """
[rehearsal]
scale = 0.01
networks = ["127.0.0.0/8"]
hosts = { "plain.example" = "127.0.0.1" }
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sources.toml"


def test_no_file_is_no_source(path: Path) -> None:
    assert load_sources(path, example=False).sources == ()


def test_the_file_as_shipped_holds_no_source() -> None:
    shipped = load_sources(ROOT / "config/sources.toml", example=False)

    assert (shipped.sources, shipped.window) == ((), (time(23), time(7)))


def test_the_example_in_the_file_as_shipped_is_a_source(path: Path) -> None:
    text = (ROOT / "config/sources.toml").read_text(encoding="utf-8")
    begin = text.index("# [[sources]]")
    marked = text[:begin] + text[begin:].replace("\n# ", "\n").removeprefix("# ")
    path.write_text(marked.replace('contact = ""', CONTACT), encoding="utf-8")

    (source,) = load_sources(path, example=False).sources

    assert source.agencies


def test_a_source_is_read_whole(path: Path) -> None:
    path.write_text(CONTACT + 'window = ["23:00", "07:00"]\n' + MINE, encoding="utf-8")

    sources = load_sources(path, example=False, known_agencies={"shili", "shili-jiaoyu"})

    assert sources.window == (time(23), time(7))
    assert sources.sources == (
        Source(
            id="shili",
            name="示例县人民政府",
            kind="trs",
            columns=(
                "https://www.shili.example/zfxxgknb/2022/",
                "https://www.shili.example/zfxxgknb/2021/",
                "https://www.shili.example/nb/",
            ),
            home="https://shili.example/",
            hosts=frozenset({"www.shili.example", "shili.example", "files.shili.example"}),
            years=frozenset({2021, 2022}),
            agency_id="shili",
            agencies={"https://www.shili.example/jyj/": "shili-jiaoyu"},
            delay=2.5,
        ),
    )


def test_the_example_never_mixes_with_the_others(path: Path) -> None:
    path.write_text(CONTACT + REHEARSAL + MINE + EXAMPLE, encoding="utf-8")

    mine, demo = (load_sources(path, example=example) for example in (False, True))

    assert [source.id for source in mine.sources] == ["shili"]
    assert [source.id for source in demo.sources] == ["demo"]
    assert mine.rehearsal == Rehearsal()
    networks = (ip_network("127.0.0.0/8"),)
    assert demo.rehearsal == Rehearsal(0.01, networks, {"plain.example": "127.0.0.1"})


def test_addresses_are_written_in_one_way(path: Path) -> None:
    text = MINE.replace("https://shili.example/", "https://SHILI.example:443")
    path.write_text(CONTACT + text, encoding="utf-8")

    (source,) = load_sources(path, example=False).sources

    assert source.home == "https://shili.example/"


def test_a_source_that_is_switched_off_is_none(path: Path) -> None:
    path.write_text(MINE.replace("delay = 2.5", "enabled = false"), encoding="utf-8")

    assert load_sources(path, example=False).sources == ()


@pytest.mark.parametrize(
    ("old", "new", "key", "expected", "found"),
    [
        (CONTACT, "", "contact", "an e-mail address or the address of a page", "none"),
        (CONTACT, 'contact = "信息公开办"\n', "contact", "an e-mail address", "'信息公开办'"),
        ('"trs"', '"trz"', "sources shili.kind", "one of trs, jpage", "'trz'"),
        ("delay = 2.5", "delay = 0.2", "sources shili.delay", "greater than or equal to 1", "0.2"),
        ("delay = 2.5", "dely = 2.5", "sources shili.dely", "Extra inputs", "2.5"),
        (
            "[2021, 2022]",
            "[1999]",
            "sources shili.years.0",
            "a year from 2008",
            "1999",
        ),
        ("years = [2021, 2022]", "", "shili.years", "years for https", "none"),
        (
            "https://www.shili.example/nb/",
            "ftp://x/",
            "columns.1",
            "begins with http",
            "'ftp://x/'",
        ),
        (
            "shili.example/nb/",
            "shili.example:8443/nb/",
            "shili.columns",
            "a port of [80, 443]",
            "8443",
        ),
        ('home = "', 'link = "("\nhome = "', "sources shili.link", "a regular expression", "'('"),
        ('"shili-jiaoyu"', '"nobody"', "shili.agencies", "config/agencies.csv", "nobody"),
        ('"Files.shili.example"', "3", "sources shili.hosts.0", "valid string", "3"),
        ('"Files.shili', '"https://shili', "shili.hosts.0", "the name of a host", "https://shili"),
        ("[[sources]]", '[rehearsal]\nnetworks = ["x"]\n[[sources]]', "networks", "network", "'x'"),
        ("[[sources]]", "[[sources]", "", "TOML", "line"),
        (CONTACT, f"{CONTACT}{MINE}", "sources.id", "an id of its own", "shili twice"),
        (CONTACT, f'{CONTACT}window = ["25:00", "07:00"]\n', "window.0", "hour", "'25:00'"),
    ],
)
def test_what_is_wrong_is_named(  # noqa: PLR0913, PLR0917  # one a column above
    path: Path, old: str, new: str, key: str, expected: str, found: str
) -> None:
    path.write_text((CONTACT + MINE).replace(old, new), encoding="utf-8")

    with pytest.raises(SourceError) as raised:
        load_sources(path, example=False, known_agencies={"shili", "shili-jiaoyu"})

    message = str(raised.value)
    assert message.startswith(str(path))
    assert all(part in message for part in (key, expected, found)), message


def test_a_source_of_the_example_is_checked_too(path: Path) -> None:
    path.write_text(CONTACT + EXAMPLE.replace("[8080]", "[80]"), encoding="utf-8")

    with pytest.raises(SourceError, match="demo"):
        load_sources(path, example=False)
