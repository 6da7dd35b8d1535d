"""Whose a report is: by manifest, by register, else provisionally."""

import pytest

from pipeline.transforms.agencies import Names, alias, provisional_id, region_of, resolve
from tests.transforms.registers import heads, register

REGISTER = register(
    ("edu", "示例县教育局", ("示例县教委", "示例县教育体育局"), None, None),
    ("old", "示例县环境保护局", (), None, 2019),
    ("new", "示例县生态环境局", ("示例县环境保护局",), 2020, None),
    ("one", "甲局", (), None, None),
    ("two", "乙局", ("甲局",), 2021, 2022),
)


def agency(
    name: str, year: int | None = 2022, told: str | None = None, region: str = ""
) -> str | None:
    found = resolve(heads([("r", name, told, region, year)]), REGISTER)
    value: str | None = found["agency_id"].item()
    return value


@pytest.mark.parametrize(
    "name",
    [
        "示例县教育局",
        "示例縣教育局",
        "示例县 教育局",
        "示例县教(jiào)育局",
        "示例县教委",
        "示例县教育体育局",
    ],
)
def test_a_name_is_found_however_it_is_printed(name: str) -> None:
    assert agency(name) == "edu"


def test_what_a_manifest_tells_counts_first() -> None:
    assert agency("示例县教育局", told="x") == "x"
    assert agency("", told="x") == "x"


@pytest.mark.parametrize(
    ("name", "year", "found"),
    [
        ("示例县环境保护局", 2018, "old"),
        ("示例县环境保护局", 2019, "old"),
        ("示例县环境保护局", 2020, "new"),
        ("示例县环境保护局", None, None),
        ("甲局", 2020, "one"),
        ("甲局", 2021, None),
        ("甲局", 2022, None),
        ("甲局", 2023, "one"),
    ],
)
def test_a_name_counts_in_the_years_in_which_it_was_valid(
    name: str, year: int | None, found: str | None
) -> None:
    assert agency(name, year) == found


def test_a_name_that_nobody_has_gets_an_id_that_joins_its_years() -> None:
    ids = {agency(name, year) for name in ("丙局", "丙 局") for year in (2020, 2021)}

    assert ids == {provisional_id("丙局", "")}
    assert all(one and one.startswith("p-") for one in ids)
    assert agency("丙局", region="a.example") != agency("丙局", region="b.example")
    assert agency("示例县生态环境局", 2015) == provisional_id("示例县生态环境局", "")
    assert agency("") is None


@pytest.mark.parametrize(
    ("name", "url", "region"),
    [
        ("示例县教育局", "https://www.example.cn/a", ""),
        ("示例縣教育局", "https://www.example.cn/a", ""),
        ("教育局", "https://www.Example.cn:8443/a", "example.cn"),
        ("教育局", "http://user@edu.example.cn/a@b", "edu.example.cn"),
        ("教育局", "http://[::1]/a", "[::1]"),
        ("教育局", "edu.example.cn/a", ""),
        ("教育局", None, ""),
        ("", "https://example.cn/a", "example.cn"),
    ],
)
def test_the_host_tells_apart_what_the_name_does_not(
    name: str, url: str | None, region: str
) -> None:
    assert region_of(name, url) == region


@pytest.mark.parametrize(
    ("region", "found"),
    [
        ("www.a.invalid", "fin"),
        ("www.b.invalid", provisional_id("财政局", "www.b.invalid")),
        ("", provisional_id("财政局", "")),
    ],
)
@pytest.mark.parametrize("spelling", ["财政局@www.a.invalid", "財政局＠WWW.a.invalid "])
def test_an_alias_with_a_host_fits_that_host_alone(
    spelling: str, region: str, found: str | None
) -> None:
    names = Names(register(("fin", "甲县财政局", (spelling,), None, None)))

    assert names.agency("财政局", region, 2022) == found


def test_an_alias_without_an_address_fits_where_none_is_known() -> None:
    names = Names(register(("fin", "甲县财政局", ("财政局@",), None, None)))

    assert names.agency("财政局", "", 2022) == "fin"
    assert names.agency("财政局", "www.b.invalid", 2022) != "fin"


@pytest.mark.parametrize(
    ("name", "region", "written"),
    [
        ("财政局", "www.a.invalid", "财政局@www.a.invalid"),
        ("财政局", "", "财政局@"),
        ("甲县财政局", "", "甲县财政局"),
    ],
)
def test_a_printed_name_becomes_an_alias_of_its_region(
    name: str, region: str, written: str
) -> None:
    assert alias(name, region) == written
