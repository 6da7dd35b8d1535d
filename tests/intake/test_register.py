"""The register and the withdrawals as people keep them."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.intake.deadlines import load_local_deadlines
from pipeline.intake.register import COLUMNS, load_register
from pipeline.intake.registration import merge, near, proposal
from pipeline.intake.withdrawals import load_withdrawals
from pipeline.transforms.agencies import Names, provisional_id
from tests.conftest import ROOT

HEAD = ",".join(COLUMNS)
REPORT, FILE = "0123456789abcdef", "ab" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "agencies.csv"


def write(path: Path, *rows: str, charset: str = "utf-8", end: str = "\n") -> Path:
    path.write_bytes(end.join([HEAD, *rows, ""]).encode(charset))
    return path


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_register_is_read_however_it_was_saved(path: Path, charset: str, end: str) -> None:
    write(
        path,
        "g,示例市人民政府,,市级,,990000,,,,",
        "e,示例市教育局,示例市教委；示例市教育委员会; ,部门,g,990001,2019,2021/3/1,g,no",
        ",,,",
        "x,示例县教育局,,,,,,,,yes",
        charset=charset,
        end=end,
    )

    register = load_register(path, example=False)

    assert register["agency_id"].to_list() == ["e", "g"]
    assert register.row(0, named=True) == {
        "agency_id": "e",
        "agency_name": "示例市教育局",
        "aliases": ["示例市教委", "示例市教育委员会"],
        "level": "部门",
        "parent_id": "g",
        "division_code": "990001",
        "valid_from": date(2019, 1, 1),
        "valid_to": date(2021, 3, 1),
        "coordinator": "g",
        "scope": "",
        "reorganised_on": [],
    }
    assert load_register(path, example=True)["agency_id"].to_list() == ["x"]


def test_a_year_means_its_first_or_its_last_day(path: Path) -> None:
    write(path, "a,甲局,,,,,2019,2020,,")

    register = load_register(path, example=False)

    assert register.select("valid_from", "valid_to").row(0) == (
        date(2019, 1, 1),
        date(2020, 12, 31),
    )


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        pytest.param(["a,甲局,,,,,,,,", "a,乙局,,,,,,,,"], "line 3.*a of line 2", id="id-twice"),
        pytest.param([",甲局,,,,,,,,"], "line 2.*an id", id="no-id"),
        pytest.param(["p-1,甲局,,,,,,,,"], "line 2.*p-.*p-1", id="provisional-id"),
        pytest.param(["a,,,,,,,,,"], "line 2.*a name", id="no-name"),
        pytest.param(["a,甲局,,,b,,,,,"], "line 2.*parent.*b", id="unknown-parent"),
        pytest.param(["a,甲局,,,b,,,,,", "b,乙县,,,,,,,,yes"], "line 2.*parent", id="other-site"),
        pytest.param(["a,甲局,,,,,,,b,"], "line 2.*coordinator.*b", id="unknown-coordinator"),
        pytest.param(["a,甲局,,,,,soon,,,"], "line 2.*date in valid_from.*soon", id="bad-date"),
        pytest.param(["a,甲局,,,,,2021,2020,,"], "line 2.*valid_from before", id="ends-before"),
        pytest.param(["a,甲,,,b,,,,,", "b,乙,,,a,,,,,"], "line 2.*a < b < a", id="circle"),
        pytest.param(["a,甲局,,,,,,,,maybe"], "line 2.*example.*maybe", id="bad-example"),
        pytest.param(["a,甲局,,,,,,,,,x"], "line 2.*10 cells.*11", id="too-wide"),
        pytest.param(['a,"甲局,,,,,,,,'], "line 2.*a table", id="open-quote"),
    ],
)
def test_an_incoherent_register_is_refused_for_either_site(
    path: Path, rows: list[str], named: str
) -> None:
    write(path, *rows)

    for example in (False, True):
        with pytest.raises(SourceError, match=f"agencies.csv.*{named}"):
            load_register(path, example=example)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        pytest.param(b"id,name\n", "columns id,name,aliases.*found id,name", id="missing-columns"),
        pytest.param(b"", "columns id", id="empty"),
        pytest.param(b"\xff\xfe\x00", "UTF-8 or GBK", id="no-text"),
    ],
)
def test_what_is_no_register_is_refused(path: Path, data: bytes, named: str) -> None:
    path.write_bytes(data)

    with pytest.raises(SourceError, match=named):
        load_register(path, example=False)


def test_a_register_that_is_not_there_holds_nobody(path: Path) -> None:
    assert load_register(path, example=False).is_empty()


def test_the_shipped_tables_are_coherent() -> None:
    assert load_register(ROOT / "config/agencies.csv", example=False).is_empty()
    assert load_register(ROOT / "config/agencies.csv", example=True).height == 19
    assert load_withdrawals(ROOT / "config/withdrawals.csv").is_empty()
    assert load_local_deadlines(ROOT / "config/deadlines.csv").is_empty()


def test_what_a_register_may_say_beside_is_read_where_it_stands(path: Path) -> None:
    rows = ["a,甲县,,,,,,,,,汇总,2019；2024-03-01", "b,乙局,,,a,,,,,,own,", "c,丙局,,,a,,,,,,,"]
    path.write_text("\n".join([f"{HEAD},scope,reorganised_on", *rows]), encoding="utf-8")

    register = load_register(path, example=False)

    assert register["scope"].to_list() == ["consolidated", "own", ""]
    assert register["reorganised_on"].to_list() == [[date(2019, 1, 1), date(2024, 3, 1)], [], []]


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        pytest.param("all,", "line 2.*scope.*all", id="scope"),
        pytest.param(",soon", "line 2.*date in reorganised_on.*soon", id="day"),
    ],
)
def test_what_a_register_may_say_beside_is_refused_if_it_is_wrong(
    path: Path, cells: str, named: str
) -> None:
    path.write_text(f"{HEAD},scope,reorganised_on\na,甲县,,,,,,,,,{cells}\n", encoding="utf-8")

    with pytest.raises(SourceError, match=named):
        load_register(path, example=False)


def test_local_deadlines_name_the_agency_the_day_and_the_notice(tmp_path: Path) -> None:
    path = tmp_path / "deadlines.csv"
    head = "agency_id,level,report_year,due_on,source"
    path.write_text(f"{head}\nhh,县级部门,2021,2022-01-28,怀化通知\n", encoding="utf-8-sig")

    assert load_local_deadlines(path).rows() == [
        ("hh", "县级部门", 2021, date(2022, 1, 28), "怀化通知")
    ]
    assert load_local_deadlines(tmp_path / "none.csv").is_empty()


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        pytest.param([",,2021,2022-01-28,x"], "line 2.*agency_id", id="nobody"),
        pytest.param(["hh,,2021,2022-01-28,"], "line 2.*source", id="no-notice"),
        pytest.param(["hh,,year,2022-01-28,x"], "line 2.*report_year", id="no-year"),
        pytest.param(["hh,,2021,soon,x"], "line 2.*date in due_on", id="no-day"),
        pytest.param(["hh,,2021,2021-01-28,x"], "line 2.*year after", id="too-early"),
        pytest.param(["hh,,2021,2022-01-28,x"] * 2, "line 3.*once", id="twice"),
    ],
)
def test_a_local_deadline_that_is_none_is_refused(
    tmp_path: Path, rows: list[str], named: str
) -> None:
    path = tmp_path / "deadlines.csv"
    head = "agency_id,level,report_year,due_on,source"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")

    with pytest.raises(SourceError, match=f"deadlines.csv.*{named}"):
        load_local_deadlines(path)


def test_withdrawals_name_a_report_or_a_file_and_why(tmp_path: Path) -> None:
    path = tmp_path / "withdrawals.csv"
    path.write_text(
        f"report_id,sha256,reason,by,on\n{REPORT},,送错,张,\n,{FILE.upper()},sent twice,,\n",
        encoding="utf-8-sig",
    )

    found = load_withdrawals(path)

    assert found.rows() == [("", FILE, "sent twice"), (REPORT, "", "送错")]
    assert load_withdrawals(tmp_path / "none.csv").is_empty()


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        pytest.param([",,why"], "line 2.*either a report_id or a sha256.*0", id="names-nothing"),
        pytest.param([f"{REPORT},{FILE},why"], "line 2.*found 2", id="names-both"),
        pytest.param(["7,,why"], "line 2.*report_id.*7", id="no-report-id"),
        pytest.param([f",{REPORT},why"], "line 2.*sha256", id="no-hash"),
        pytest.param([f"{REPORT},,"], "line 2.*a reason", id="no-reason"),
        pytest.param([f"{REPORT},,a", f"{REPORT},,b"], "line 3.*once", id="twice"),
    ],
)
def test_a_withdrawal_that_cannot_be_applied_is_refused(
    tmp_path: Path, rows: list[str], named: str
) -> None:
    path = tmp_path / "withdrawals.csv"
    path.write_text("\n".join(["report_id,sha256,reason", *rows]), encoding="utf-8")

    with pytest.raises(SourceError, match=f"withdrawals.csv.*{named}"):
        load_withdrawals(path)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_merge_adds_aliases_and_leaves_all_other_bytes(path: Path, charset: str) -> None:
    rows = ['b,"乙局",,,,,,,,', "a,甲局,甲委,,,,2019,,,", 'c,"丙\n局",,,,,,,,  ']
    write(path, *rows, charset=charset, end="\r\n")
    before = path.read_bytes()

    added = merge(path, {"p-1": ["甲 局", "甲办", "甲委"], "p-2": ["甲署"]}, "a")

    assert added == ["甲办", "甲署"]
    (line,) = [row for row in before.split(b"\r\n") if row.startswith(b"a,")]
    assert path.read_bytes() == before.replace(
        line, "a,甲局,甲委；甲办；甲署,,,,2019,,,".encode(charset.removesuffix("-sig"))
    )
    assert [one.name for one in path.parent.iterdir()] == ["agencies.csv"]


def test_a_merge_of_a_registered_agency_takes_its_row_names_and_children(path: Path) -> None:
    write(path, "a,甲局,,,,,,,,", "b,乙局,乙委,,,,,,,", "c,丙局,,,b,,,,b,")

    merge(path, {"b": []}, "a")

    register = load_register(path, example=False)
    assert register["agency_id"].to_list() == ["a", "c"]
    assert register["aliases"].to_list() == [["乙局", "乙委"], []]
    assert register.select("parent_id", "coordinator").row(1) == ("a", "a")


@pytest.mark.parametrize(
    ("sources", "into", "named"),
    [
        pytest.param(["b"], "x", "another registered agency, found x", id="unknown"),
        pytest.param(["a"], "a", "another registered agency, found a", id="itself"),
        pytest.param(["b"], "a", "a < a", id="circle"),
    ],
)
def test_a_merge_that_would_break_the_register_leaves_it(
    path: Path, sources: list[str], into: str, named: str
) -> None:
    write(path, "a,甲局,,,b,,,,,", "b,乙局,,,,,,,,")
    before = path.read_bytes()

    with pytest.raises(SourceError, match=f"agencies.csv.*{named}"):
        merge(path, dict.fromkeys(sources, ()), into)

    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["agencies.csv"]


def test_proposed_rows_make_a_register(path: Path) -> None:
    write(path, "jiaju,甲局,,,,,,,,")

    rows = proposal(path, [("甲局", ""), ("示例县,教育局", ""), ("ABC", "")], example=False)
    with path.open("a", encoding="utf-8") as file:
        file.write(rows)

    register = load_register(path, example=False)
    assert register["agency_id"].to_list() == ["abc", "jiaju", "jiaju-2", "shilixianjiaoyuju"]


def test_names_alike_are_near(path: Path) -> None:
    register = load_register(write(path, "a,示例县教育局,示例县教委,,,,,,,"), example=False)

    assert near("示例縣教育體育局", register) == ["a 示例县教育局"]
    assert near("别处财政厅", register) == []


def test_a_bare_name_is_proposed_for_its_own_host_alone(path: Path) -> None:
    bare, full = ("财政局", "www.a.invalid"), ("示例县财政局", "")
    write(path)
    write(path, proposal(path, [bare, full], example=False))

    register = load_register(path, example=False)
    names = Names(register)
    assert sorted(register["agency_name"]) == ["示例县财政局", "财政局（www.a.invalid）"]
    assert names.agency(*bare, 2021) == "caizhengju"
    assert names.agency("财政局", "www.b.invalid", 2021) == provisional_id(
        "财政局", "www.b.invalid"
    )
    assert names.agency("财政局", "", 2021) == provisional_id("财政局", "")
    assert names.agency(*full, 2021) == "shilixiancaizhengju"
    assert near("财政局", register) == ["caizhengju 财政局（www.a.invalid）"]
