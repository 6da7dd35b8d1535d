"""What a crawl leaves in the warehouse: addresses, counts, reports that are gone, who published."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipeline.errors import ContractError
from pipeline.warehouse import publish, query
from schemas.site_kind import load_sites
from tests.warehouse.batches import (
    MONDAY,
    ON_MONDAY,
    ON_TUESDAY,
    TUESDAY,
    WEDNESDAY,
    File,
    agency,
    batch,
    deliver,
    waiver,
    withdrawal,
)
from tests.warehouse.crawls import address, count, kept, log, pages
from tests.warehouse.regions import (
    FINANCE,
    OFFICE,
    REGISTER,
    TOWN,
    Figures,
    changed,
    figures,
    findings,
    report,
)

SITE = "https://www.qinghe.example/zfxxgknb"


def crawled(**columns: object) -> File:
    told: dict[str, Any] = {"path": f"{SITE}/finance/2022.html"} | columns
    return report(FINANCE, **told)


def gone(file: File) -> dict[str, object]:
    return kept(file, "gone", reason="gone", status=404, gone_since=ON_TUESDAY)


def coverage(folder: Path, agency_id: str, year: int = 2022) -> dict[str, object]:
    rows = query(folder, "from v_coverage").filter(agency_id=agency_id, report_year=year)
    return rows.row(0, named=True) if rows.height else {}


def test_what_a_crawl_knows_stands_in_tables_and_is_replaced_each_night(tmp_path: Path) -> None:
    file = crawled()
    first = {
        "crawl_pages": pages(kept(file), address(f"{SITE}/x.html", "rejected", reason="captcha")),
        "crawl_log": log(count("found", 2), count("rejected", 1, "captcha")),
    }
    deliver(tmp_path, MONDAY, file, whose=None, **first)

    told = query(tmp_path, "select url, sha256, outcome from crawl_page order by url")
    assert told.rows() == [(file.path, file.sha256, "new"), (f"{SITE}/x.html", "", "rejected")]
    counts = query(tmp_path, "select what, detail, pages from crawl_log order by what")
    assert counts.rows() == [("found", "", 2), ("rejected", "captcha", 1)]
    logged = "select rows from load_log where table_name = 'crawl_page' order by loaded_at"
    deliver(tmp_path, TUESDAY, crawl_pages=pages(kept(file, "unchanged")), crawl_log=log())
    assert query(tmp_path, logged).rows() == [(2,), (1,)]
    assert query(tmp_path, "select outcome from crawl_page").rows() == [("unchanged",)]
    assert query(tmp_path, "from fact_requests").height > 0


def test_an_address_that_stands_twice_is_refused(tmp_path: Path) -> None:
    one = pl.concat([pages(kept(crawled())), pages(kept(crawled()))])

    with pytest.raises(ContractError, match="CrawlPage"):
        publish(tmp_path, batch() | {"crawl_pages": one}, MONDAY)


def test_every_reason_of_a_crawl_has_its_words(tmp_path: Path) -> None:
    publish(tmp_path, batch(), MONDAY)

    rows = query(tmp_path, "select reason_id, title_zh, title_en from dim_crawl_reason").rows()
    assert set(rows) == {(one.id, one.zh, one.en) for one in load_sites().reasons}


def test_other_figures_at_one_address_are_a_finding_that_lists_them(tmp_path: Path) -> None:
    first = crawled()
    again = replace(first, sha256="again", seen_at=ON_TUESDAY)
    cell = "t3/received/total"
    deliver(tmp_path, MONDAY, first, agencies=REGISTER, crawl_pages=pages(kept(first)))
    assert findings(tmp_path, "D.CHANGED") == []

    deliver(
        tmp_path,
        TUESDAY,
        again,
        agencies=REGISTER,
        crawl_pages=pages(kept(again, "changed")),
        whose=None,
        **figures({again: {cell: 5}}),
    )

    assert findings(tmp_path, "D.CHANGED") == [
        (FINANCE, 2022, "D.CHANGED", cell, "warning", "broken", "open")
    ]
    said = "select printed, expected from finding where rule_id = 'D.CHANGED'"
    assert query(tmp_path, said).rows() == [("5", "0")]
    assert query(tmp_path, "from dim_report").height == 2


def test_a_page_with_the_same_figures_and_another_menu_is_no_finding(tmp_path: Path) -> None:
    first = crawled()
    again = replace(first, sha256="again", seen_at=ON_TUESDAY)
    deliver(tmp_path, MONDAY, first, agencies=REGISTER, crawl_pages=pages(kept(first)))
    deliver(tmp_path, TUESDAY, again, agencies=REGISTER, crawl_pages=pages(kept(again, "changed")))

    assert findings(tmp_path, "D.CHANGED") == []
    assert query(tmp_path, "from dim_report").height == 2


def test_a_vanished_page_is_a_finding_and_its_facts_stay(tmp_path: Path) -> None:
    file = crawled()
    deliver(tmp_path, MONDAY, file, agencies=REGISTER, crawl_pages=pages(kept(file)))
    facts = query(tmp_path, "select count(*) from fact_requests where is_current").item()
    assert findings(tmp_path, "D.GONE") == []

    deliver(tmp_path, TUESDAY, agencies=REGISTER, crawl_pages=pages(gone(file)))

    assert findings(tmp_path, "D.GONE") == [
        (FINANCE, 2022, "D.GONE", "", "warning", "broken", "open")
    ]
    row = query(tmp_path, "from finding where rule_id = 'D.GONE'").row(0, named=True)
    assert row["report_id"] == file.report_id
    assert row["printed"] == file.path
    assert "2026-11-25" in row["message_zh"]  # the day in China
    assert query(tmp_path, "select count(*) from fact_requests where is_current").item() == facts
    row = coverage(tmp_path, FINANCE)
    assert (row["state"], row["url"], row["gone_since"]) == ("gone", file.path, ON_TUESDAY)
    assert not row["is_missing"]

    deliver(tmp_path, WEDNESDAY, agencies=REGISTER, crawl_pages=pages(kept(file, "unchanged")))
    assert [row[-1] for row in findings(tmp_path, "D.GONE")] == ["fixed"]
    assert coverage(tmp_path, FINANCE)["state"] == "published"


MOVED = replace(crawled(), path=f"{SITE}/new/2022.html", sha256="moved", seen_at=ON_TUESDAY)
LOST = address(f"{SITE}/", "failed", kind="column", reason="column_lost")
HOME = address("https://www.qinghe.example/", "read", kind="column")
COPY = replace(crawled(), path=f"{SITE}/attached.docx", attached_to=crawled().path)


@pytest.mark.parametrize(
    ("files", "known"),
    [
        ([crawled()], [kept(crawled(), "failed", reason="timeout")]),
        ([crawled()], [kept(crawled(), "rejected", reason="captcha")]),
        ([crawled(), MOVED], [gone(crawled()), kept(MOVED)]),
        ([crawled(published_on=date(2023, 1, 9)), MOVED], [gone(crawled()), kept(MOVED)]),
        ([crawled(), COPY], [gone(crawled()), kept(COPY)]),
        ([report(FINANCE)], [gone(crawled())]),
        ([crawled(), report(FINANCE, revision=2)], [gone(crawled())]),
        ([crawled()], [gone(crawled()), LOST, HOME]),
    ],
    ids=[
        "no-answer",
        "captcha",
        "moved",
        "moved-without-day",
        "attachment",
        "by-hand",
        "later",
        "site",
    ],
)
def test_a_report_is_not_gone_while_an_address_may_have_it(
    tmp_path: Path, files: list[File], known: list[dict[str, object]]
) -> None:
    deliver(tmp_path, MONDAY, *files, agencies=REGISTER, crawl_pages=pages(*known))

    assert [row for row in findings(tmp_path, "D.GONE") if row[0] == FINANCE] == []


def test_a_report_is_gone_where_its_list_can_be_read(tmp_path: Path) -> None:
    moved = address(f"{SITE}/old/", "failed", kind="column", reason="column_moved")
    known = gone(crawled()), moved, address(f"{SITE}/", "unchanged", kind="column")

    deliver(tmp_path, MONDAY, crawled(), agencies=REGISTER, crawl_pages=pages(*known))

    assert [row[-1] for row in findings(tmp_path, "D.GONE")] == ["open"]


def test_a_report_at_an_address_that_nobody_asks_for_is_not_gone(tmp_path: Path) -> None:
    file, told = crawled(), report(FINANCE, revision=2)
    frames = batch(file, told)
    elsewhere = pl.when(pl.col("source_path") == told.path).then(pl.lit("https://b.example/1.html"))
    frames["sources"] = frames["sources"].with_columns(source_url=elsewhere)
    frames |= {"agencies": REGISTER, "crawl_pages": pages(gone(file))}

    publish(tmp_path, frames, MONDAY)

    assert findings(tmp_path, "D.GONE") == []


def test_a_withdrawn_report_is_neither_gone_nor_there(tmp_path: Path) -> None:
    file = crawled()
    told = {"agencies": REGISTER, "crawl_pages": pages(gone(file))}
    withdrawals = withdrawal(file.report_id)
    deliver(tmp_path, MONDAY, file, whose=None, withdrawals=withdrawals, **told)

    assert findings(tmp_path, "D.GONE") == []
    row = coverage(tmp_path, FINANCE)
    assert (row["state"], row["report_id"], row["url"]) == ("withdrawn", file.report_id, None)


REGION: Mapping[File, Figures] = {report(TOWN): {}, report(OFFICE): {}}


def test_who_has_not_published_is_told_as_the_findings_tell_it(tmp_path: Path) -> None:
    deliver(tmp_path, MONDAY, *REGION, agencies=REGISTER)

    row = coverage(tmp_path, FINANCE)
    assert (row["state"], row["is_missing"], row["report_id"]) == ("missing", True, None)
    assert row["days_late"] == (date(2026, 11, 24) - date(2023, 1, 31)).days
    assert row["finding_status"] == "open"
    key = "select agency_id, report_year, finding_id"
    said = f"{key} from finding where rule_id = 'R.COVER' order by 1"
    view = f"{key} from v_coverage where is_missing order by 1"
    assert query(tmp_path, said).rows() == query(tmp_path, view).rows()
    assert query(tmp_path, view).height == 2  # the county as well
    assert query(tmp_path, "select 情况 from 公布情况 where 机关编号 = 'finance'").rows() == [
        ("missing",)
    ]


def test_a_waived_lack_is_still_missing_and_says_so(tmp_path: Path) -> None:
    told = {"printed": "", "instance": "", "rule_id": "R.COVER", "agency_id": FINANCE}
    deliver(tmp_path, MONDAY, *REGION, agencies=REGISTER, waivers=waiver(**told))

    row = coverage(tmp_path, FINANCE)
    assert (row["state"], row["finding_status"]) == ("missing", "waived")


@pytest.mark.parametrize(
    ("known", "state", "reason", "is_missing"),
    [
        ({"outcome": "rejected", "reason": "pictures_only"}, "rejected", "pictures_only", False),
        ({"outcome": "failed", "reason": "timeout"}, "failed", "timeout", False),
        ({"outcome": "rejected", "reason": "soft_404"}, "rejected", "soft_404", True),
        (
            {"outcome": "rejected", "reason": "http_error", "status": 404},
            "rejected",
            "http_error",
            True,
        ),
        ({"outcome": "rejected", "reason": "other_document"}, "missing", None, True),
        ({"outcome": "rejected", "reason": "another_year"}, "missing", None, True),
        ({"outcome": "rejected", "reason": "captcha", "report_year": 2021}, "missing", None, True),
        ({"outcome": "rejected", "reason": "captcha", "agency_id": None}, "missing", None, True),
        ({"outcome": "failed", "reason": "timeout", "kind": "column"}, "missing", None, True),
    ],
    ids=[
        "pictures",
        "timeout",
        "nothing",
        "404",
        "other",
        "other-year",
        "said-year",
        "no-agency",
        "column",
    ],
)
def test_why_a_report_is_not_here_is_told_and_nobody_accused_who_may_have_published(
    tmp_path: Path, known: dict[str, object], state: str, reason: str | None, *, is_missing: bool
) -> None:
    told = {"agency_id": FINANCE, "report_year": 2022, "detail": "3 张图片"} | known
    page = address(f"{SITE}/finance/2022.html") | told
    deliver(tmp_path, MONDAY, *REGION, agencies=REGISTER, crawl_pages=pages(page))

    row = coverage(tmp_path, FINANCE)
    assert (row["state"], row["reason"], row["is_missing"]) == (state, reason, is_missing)
    words = load_sites().reason(reason) if reason else None
    assert row["reason_zh"] == (words.zh if words else None)
    assert row["url"] == (page["url"] if reason else None)
    accused = [one[:2] for one in findings(tmp_path, "R.COVER")]
    assert ((FINANCE, 2022) in accused) == is_missing


def test_a_report_that_is_found_but_not_read_takes_the_accusation_back(tmp_path: Path) -> None:
    told: dict[str, object] = {"agency_id": FINANCE, "report_year": 2022, "reason": "captcha"}
    page = address(f"{SITE}/finance/2022.html", "rejected", **told)
    deliver(tmp_path, MONDAY, *REGION, agencies=REGISTER)
    deliver(tmp_path, TUESDAY, agencies=REGISTER, crawl_pages=pages(page))

    lacking = {row[0]: row[-1] for row in findings(tmp_path, "R.COVER")}
    assert (lacking[FINANCE], lacking["county"]) == ("fixed", "open")


@pytest.mark.parametrize(
    ("title", "whose"),
    [
        ("青禾县财政局2022年政府信息公开工作年度报告", FINANCE),
        ("青禾县人民政府办公室2022年政府信息公开工作年度报告", "court"),
        ("2022年政府信息公开工作年度报告", None),
        ("青禾县统计局2022年政府信息公开工作年度报告", None),
    ],
    ids=["named", "the-longest", "nobody", "twice"],
)
def test_whose_a_page_is_that_was_not_kept_stands_in_its_title(
    tmp_path: Path, title: str, whose: str | None
) -> None:
    more = {"court": "青禾县人民政府办公室", "s1": "青禾县统计局", "s2": "青禾县统计局"}
    others = [agency(one, name, level="县级部门", parent_id="county") for one, name in more.items()]
    page = address(f"{SITE}/1.html", "rejected", reason="captcha", title=title, report_year=2022)
    register = pl.concat([REGISTER, *others])
    deliver(tmp_path, MONDAY, *REGION, agencies=register, crawl_pages=pages(page))

    rows = query(tmp_path, "select agency_id from v_coverage where state = 'rejected'").rows()
    assert rows == ([(whose,)] if whose else [])


def test_attachments_say_more_than_their_page(tmp_path: Path) -> None:
    told: dict[str, object] = {"agency_id": FINANCE, "report_year": 2022}
    page = address(f"{SITE}/1.html", "rejected", reason="only_attachments", **told)
    error = {"kind": "attachment", "attached_to": page["url"], "reason": "not_that_kind"}
    file = address(f"{SITE}/1.pdf", "rejected", **(told | error))
    deliver(tmp_path, MONDAY, *REGION, agencies=REGISTER, crawl_pages=pages(page, file))

    assert coverage(tmp_path, FINANCE)["reason"] == "not_that_kind"


def test_a_crawled_file_in_which_no_report_was_found_says_what_it_is(tmp_path: Path) -> None:
    file = crawled(form_id=None, error=None)
    lost = replace(file, year=None)
    for folder, one in (("told", file), ("silent", lost)):
        deliver(
            tmp_path / folder,
            MONDAY,
            *REGION,
            one,
            agencies=REGISTER,
            crawl_pages=pages(kept(file)),
        )

        row = coverage(tmp_path / folder, FINANCE)
        assert (row["state"], row["reason"]) == ("unread", "not_a_report")
        assert (row["report_id"], row["url"]) == (file.report_id, file.path)
        assert not row["is_missing"]


def test_days_late_are_those_of_the_findings(tmp_path: Path) -> None:
    late = report(FINANCE, published_on=date(2023, 2, 3))
    told = [
        late,
        report(TOWN, published_on=date(2023, 1, 25)),
        report(OFFICE, published_on=date(2023, 1, 31)),
        report(FINANCE, 2021),
    ]
    notice = {
        "agency_id": TOWN,
        "level": "",
        "report_year": 2022,
        "due_on": date(2023, 1, 20),
        "source": "县政办通知",
    }
    deliver(tmp_path, MONDAY, *told, agencies=REGISTER, local_deadlines=pl.DataFrame([notice]))

    days = {one: coverage(tmp_path, one)["days_late"] for one in (FINANCE, TOWN, OFFICE)}
    assert days == {FINANCE: 3, TOWN: 5, OFFICE: 0}
    assert coverage(tmp_path, FINANCE, 2021)["days_late"] is None  # it tells no day
    judged = {row[0] for row in findings(tmp_path, "D.DUE")}
    assert judged == {one for one, late_by in days.items() if late_by}


@pytest.mark.parametrize(
    ("register", "year", "state"),
    [
        (REGISTER, 2026, "not_due"),
        (changed(FINANCE, level=""), 2022, "not_expected"),
        (changed(FINANCE, valid_from=date(2022, 5, 1)), 2022, "not_expected"),
        (changed(FINANCE, valid_from=date(2023, 5, 1)), 2022, None),
        (changed(FINANCE, valid_to=date(2021, 5, 1)), 2022, None),
    ],
    ids=["not-due", "no-level", "new", "later", "ended"],
)
def test_nobody_is_missing_who_need_not_have_published(
    tmp_path: Path, register: pl.DataFrame, year: int, state: str | None
) -> None:
    deliver(tmp_path, MONDAY, report(TOWN, year), report(OFFICE, year), agencies=register)

    row = coverage(tmp_path, FINANCE, year)
    assert row.get("state") == state
    assert not row.get("is_missing")


def test_a_first_crawl_that_finds_no_report_tells_what_it_found(tmp_path: Path) -> None:
    page = address(f"{SITE}/1.html", "rejected", reason="captcha", agency_id=TOWN, report_year=2023)
    deliver(tmp_path, MONDAY, agencies=REGISTER, crawl_pages=pages(page))

    row = coverage(tmp_path, TOWN, 2023)
    assert (row["state"], row["due_on"]) == ("rejected", date(2024, 1, 31))
    assert (row["is_missing"], row["days_late"]) == (False, None)
    assert findings(tmp_path, "R.COVER") == []


def test_trouble_shows_columns_first_and_nothing_that_went_well(tmp_path: Path) -> None:
    file = crawled()
    later = ON_MONDAY + timedelta(days=1)
    page = address(f"{SITE}/2.html", "rejected", reason="only_attachments")
    rows = [
        kept(file, "unchanged", last_visited_at=later),
        address(f"{SITE}/index.html", "read", kind="column"),
        address(f"{SITE}/old.html", "failed", kind="column", reason="column_lost", status=404),
        address(f"{SITE}/1.html", "rejected", reason="other_document"),
        page,
        kept(replace(file, path=f"{SITE}/2.docx"), kind="attachment", attached_to=page["url"]),
        address(f"{SITE}/3.html", "failed", reason="timeout"),
        gone(replace(file, path=f"{SITE}/4.html")),
        address(f"{SITE}/5.html", "rejected", reason="of_tomorrow", detail="x"),
    ]
    deliver(tmp_path, MONDAY, file, agencies=REGISTER, crawl_pages=pages(*rows))

    shown = query(tmp_path, "select urgency, reason, reason_zh from v_crawl_trouble").rows()
    words = load_sites().reason
    assert shown == [
        (1, "column_lost", words("column_lost").zh),
        (2, "timeout", words("timeout").zh),
        (3, "gone", words("gone").zh),
        (4, "of_tomorrow", "of_tomorrow"),
        (5, "other_document", words("other_document").zh),
    ]
    twin = query(tmp_path, "from 抓取问题")
    assert twin.shape == query(tmp_path, "from v_crawl_trouble").shape


def test_a_file_of_the_release_before_gets_what_crawls_know(tmp_path: Path) -> None:
    path = publish(tmp_path, batch(crawled()) | {"agencies": REGISTER}, MONDAY).path
    added = ("crawl_page", "crawl_log", "dim_crawl_reason", "coverage")
    with duckdb.connect(path) as con:
        for view in ("公布情况", "抓取问题", "v_coverage", "v_crawl_trouble"):
            con.execute(f'drop view "{view}"')
        for table in added:
            con.execute(f"drop table {table}")
        con.execute("delete from schema_migration where number = 7")
        con.execute("update build_info set layout_hash = 'before'")

    deliver(tmp_path, TUESDAY, agencies=REGISTER, crawl_pages=pages(gone(crawled())))

    assert [row[-1] for row in findings(tmp_path, "D.GONE")] == ["open"]
    assert coverage(tmp_path, FINANCE)["state"] == "gone"
    assert query(tmp_path, "select max(number) from schema_migration").item() == 7
