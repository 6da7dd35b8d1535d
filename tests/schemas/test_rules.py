import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import FormError
from schemas.finding import Finding, listed
from schemas.form import Form, load_forms
from schemas.frames import SEVERITIES
from schemas.rule import RULES, Rule, load_rules, load_states
from schemas.site_kind import load_sites
from schemas.statement import statements

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "pipeline").rglob("*.py"))
ASKING = ROOT / "pipeline/intake/crawl"  # its refusals have reasons of schemas/sites.toml
RAISERS = {"Finding", "RefusedError", "_say", "say_of"}
SUMS = (
    *("T3.ROW", "T3.SUM7", "T3.BAL", "T4.SUM"),
    *("L.CH", "L.DONE", "L.ANS", "L.DENY", "L.REV", "L.LIT", "L.STAFF"),
)
COUNTS = ("T2.INT", "T3.INT", "T4.INT", "IND.INT")
DUE = ("D.DUEdep", "D.DUEgov", "D.DUEtown", "D.DUElocal", "D.DUE2008")
SUMMED_UP = ("R.T3", "R.T4", "R.T2.dec", "R.T2.doc", "R.T2.fee")
SUMMED = {"count": "1", "children": "17", "cells": "“一、本年新收·总计” 3 / 4"}
IS_FOUND = {"found": "3 sections, 12 rows"}
IN_TABLE = {"label": "（一）予以公开", "table": "t3", "count": "1"}
TOLD = (
    *("X.NEW", "X.ZERO", "X.IN", "X.OUT", "X.DONE", "X.CAT", "X.PCT", "X.CHAN", "X.REV", "X.LIT"),
    *("X.OUTCOME", "X.NORM", "X.LIC", "X.BREAK", "X.SELF", "X.GROW", "C.OTH2"),
)
IS_TOLD = {
    "quote": "收到政府信息公开申请21件",
    "label_zh": "本年新收",
    "label_en": "requests received",
    "cells_zh": "表三“本年新收”总计为 20",
    "cells_en": "table 3, received: 20",
}

# What each stage supplies beside instance, printed and expected.
DECIDED = {"by": "王", "on": "2026-03-01"}
SUPPLIED: dict[str, dict[str, str]] = {
    **{rule_id: {"label": "自然人", "difference": "+3"} for rule_id in SUMS},
    **{rule_id: {"label": "规章·本年制发件数"} for rule_id in COUNTS},
    "T3.FULL": {"count": "2", "label": "（一）予以公开、2.重复申请"},
    "correction_stale": DECIDED | {"corrected": "4"},
    "correction_unknown": DECIDED | {"corrected": "4"},
    "slice_held": dict.fromkeys(
        ("source", "form_id", "reports", "reports_misread", "history_reports", "history_misread"),
        "30",
    ),
    "waiver_stale": DECIDED | {"rule": "T3.BAL"},
    "not_a_report": IS_FOUND,
    "form_unknown": IS_FOUND,
    "format_unsupported": {"found": "pdf"},
    "refused_too_large": {"found": "1000000 cells in row 3 of table 1"},
    "parse_crash": {"found": "ValueError: of some kind"},
    "parse_timeout": {"found": "18 s"},
    "undecodable": {"found": "binary"},
    "decoded_with_replacement": {"charset": "gb18030", "count": "2"},
    "form_from_year": {"form": "f2019", "year": "2020"},
    "form_year_mismatch": {"form": "f2019", "year": "2022"},
    "agency_unknown": {},
    "year_unknown": {},
    "year_conflict": {},
    "table_missing": {"label": "规章、行政许可", "table": "t2", "title": "主动公开政府信息情况"},
    "row_missing": {"label": "规章", "table": "t2", "count": "1"},
    "columns_unexpected": {"table": "t2"},
    "cells_fused": {"table": "t3", "count": "23"},
    "cells_inferred": IN_TABLE,
    "cells_told": IN_TABLE,
    "row_unknown": {"label": "其他主动公开文件", "table": "t2"},
    "row_unlabelled": {"label": "", "table": "t3"},
    "row_placed": {"table": "t3"},
    "cells_placed": IN_TABLE,
    "page_number_possible": IN_TABLE,
    "row_torn": IN_TABLE,
    "row_repeated": IN_TABLE,
    "row_alternative": IN_TABLE,
    "value_unreadable": {"count": "2"},
    "form_blank": {},
    "struck_out": {"count": "2"},
    "agency_from_text": {"found": "2022"},
    "agency_conflict": {"found": "示例县教育局"},
    "header_unread": {"table": "t3"},
    "unit_unknown": {},
    "label_near": IN_TABLE,
    "report_repeated": {},
    "report_attached": {},
    "report_contradicted": {"count": "2"},
    "footnote_dropped": {"count": "2"},
    "file_unreadable": {"found": "a.html: Permission denied"},
    "link_refused": {"found": "/etc/hostname"},
    "manifest_row_unread": {},
    "manifest_row_repeated": {},
    "manifest_conflict": {},
    "store_damaged": {"found": "2021/a.html: ab12 is missing"},
    "agency_unregistered": {"agency": "p-0123456789ab", "name": "示例县教育局"},
    "agency_name_shared": {
        "agency": "fin",
        "hosts": "www.a.invalid、www.b.invalid",
        "host": "www.a.invalid",
    },
    "agency_ambiguous": {},
    "figures_shifted": {"table": "收到和处理政府信息公开申请情况", "count": "25"},
    "file_damaged": {"found": "zip: File is not a zip file"},
    "file_encrypted": {"found": "年报.docx"},
    "refused_unsafe": {"found": "document: DOCTYPE"},
    "attachment_only": {"found": "年报.docx"},
    "needs_ocr": {"found": "4 pages"},
    "text_recognised": {"count": "4", "unsure": "2"},
    "digits_mended": {},
    "pages_pictured": {"found": "2, 3"},
    "pages_unread": {"found": "2, 3"},
    "file_cut_off": {},
    "characters_unnamed": {"count": "2"},
    "text_hidden": {"count": "2"},
    "cells_torn": {"count": "2"},
    "list_inferred": {"label": "主动公开信息数", "table": "ind", "others": "20|263542"},
    "form_unverified": {"form": "f2014"},
    "D.SEC6": {},
    "D.TABLES": {"label": "主动公开政府信息情况"},
    "D.S5": {"label": "五、存在的主要问题及改进情况", "count": "10"},
    "D.S6": {"label": "六、其他需要报告的事项"},
    "D.TITLE": {},
    "D.ATTACH": {"count": "1", "label": "行政许可·本年处理决定数量"},
    "D.CHANGED": {"count": "1", "label": "行政许可·本年处理决定数量"},
    "D.GONE": {"year": "2022", "since": "2026-11-24"},
    "X.YEAR": {},
    "X.ENTITY": {"found": "示例县北街街道办事处"},
    "X.TPL": {},
    "Y.COPY": {"label": "一、总体情况"},
    "list_year": {},
    "list_unread": {"form": "f2014", "count": "116"},
    "Y.CHAIN": {"year": "2022", "label": "总计"},
    **{rule: {"year": "2022", "days": "3", "source": "条例第四十九条"} for rule in DUE},
    "R.COVER": {"agency": "示例县教育局", "year": "2022", "source": "国办公开办函〔2021〕30号"},
    **dict.fromkeys(SUMMED_UP, SUMMED),
    "R.DOM": SUMMED | {"child": "示例县教育局"},
    "roll_up_child": SUMMED | {"child": "示例县教育局"},
    "roll_up_incomplete": {
        "table": "收到和处理政府信息公开申请情况",
        "cells": "161",
        "count": "1",
        "missing": "示例县教育局",
        "unread": "—",
    },
    **{
        rule.id: {called: "3" for called, _ in statements(rule)[0].called}
        | {"label": "规章", "left": "5", "right": "3", "difference": "+2"}
        for rule in load_rules().values()
        if rule.formula
    },
    **dict.fromkeys(TOLD, IS_TOLD),
}


def _raised(path: Path) -> Iterator[str]:
    """Yield the rule ids in the first argument of every call that raises a finding."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in calls:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else _name(call.func)
        if name in RAISERS and call.args:
            yield from _texts(_assigned(tree, call.args[0]))
        yield from _texts([word.value for word in call.keywords if word.arg == "complaint"])


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _assigned(tree: ast.AST, argument: ast.expr) -> list[ast.expr]:
    """Return an argument, or what is assigned anywhere to the name that it is."""
    if not isinstance(argument, ast.Name):
        return [argument]
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and argument.id in map(_name, node.targets)
    ]


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.IfExp):
            yield from _texts([node.body, node.orelse])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield node.value


def _fields(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


RULE_LIST = list(load_rules().values())
by_id = pytest.mark.parametrize("rule", RULE_LIST, ids=lambda rule: rule.id)


def test_every_rule_id_that_the_code_raises_is_declared() -> None:
    told = [path for path in SOURCES if not path.is_relative_to(ASKING)]
    raised = {rule_id for path in told for rule_id in _raised(path)}

    assert raised >= {"row_missing", "not_a_report", "table_missing"}
    assert raised - load_rules().keys() == set()


def test_every_reason_that_a_crawl_gives_is_declared() -> None:
    told = [path for path in SOURCES if path.is_relative_to(ASKING)]
    given = {reason for path in told for reason in _raised(path)}

    assert given >= {"refused_address", "robots", "too_large"}
    assert given - {reason.id for reason in load_sites().reasons} == set()


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.id)
def test_every_rule_id_that_a_form_names_is_declared(form: Form) -> None:
    rules = {identity.rule for identity in form.identities}
    rules |= {duty.rule for duty in form.duties}
    rules |= {table.integer_rule for table in form.tables}

    assert rules - load_rules().keys() == set()
    assert all(load_rules()[rule].origin == "report" for rule in rules)


def test_what_the_stages_supply_is_known_for_every_rule() -> None:
    assert set(SUPPLIED) == set(load_rules())


@by_id
def test_message_formats_with_what_its_stage_supplies(rule: Rule) -> None:
    finding = Finding(
        rule.id,
        instance="t3/disclosed",
        place="1,2,3",
        printed="7",
        expected="3+5=8",
        figures=SUPPLIED[rule.id],
    )

    row = finding.row("r1")

    assert row["severity"] == rule.severity
    assert row["origin"] == rule.origin
    for text in (row["message_zh"], row["message_en"]):
        assert text.strip() == text
        assert text
        assert "{" not in text


@pytest.mark.parametrize("state", ["undecidable", "holds_if_blank_is_zero"])
@pytest.mark.parametrize("rule_id", SUMS)
def test_message_of_an_undecided_identity_formats(rule_id: str, state: str) -> None:
    figures = {"count": "2", "label": "自然人、总计", "table": "收到和处理政府信息公开申请情况"}
    finding = Finding(rule_id, state=state, is_about_state=True, figures=figures)

    row = finding.row("r1")

    title = load_rules()[rule_id].title
    assert title.zh in row["message_zh"]
    assert title.en in row["message_en"]
    assert "自然人、总计" in row["message_zh"]


@by_id
def test_both_languages_tell_the_same_figures(rule: Rule) -> None:
    assert _fields(rule.message.zh) == _fields(rule.message.en)
    assert bool(rule.remedy.zh) == bool(rule.remedy.en)


@by_id
def test_rule_of_the_publisher_says_what_to_do(rule: Rule) -> None:
    assert bool(rule.remedy.zh) == (rule.origin == "report")


@by_id
def test_fatal_rules_are_about_whole_reports(rule: Rule) -> None:
    assert rule.severity in SEVERITIES
    assert rule.severity != "fatal" or rule.scope == "report"


def test_severity_and_origin_of_a_finding_override_those_of_its_rule() -> None:
    finding = Finding("T3.ROW", severity="info", origin="extraction", figures=SUPPLIED["T3.ROW"])

    row = finding.row("r1")

    assert (row["severity"], row["origin"]) == ("info", "extraction")


def test_states_are_those_of_the_contract() -> None:
    assert set(load_states()) == {"undecidable", "holds_if_blank_is_zero"}


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        pytest.param(('id = "T3.SUM7"', 'id = "T3.ROW"'), "T3.ROW", id="id-twice"),
        pytest.param(('severity = "error"', 'severity = "grave"'), "grave", id="unknown-severity"),
        pytest.param(
            ('scope = "row"', 'scope = "row"\ncolour = "red"'), "colour", id="unknown-key"
        ),
        pytest.param(("[[rules]]", "[[rulez"), "rules.toml", id="no-toml"),
        pytest.param(
            (">= t3.carried_out.total", ">= t3.carried_over.total"),
            "C.OUT: no form has .*carried_over",
            id="cell-of-no-form",
        ),
        pytest.param(
            ("t2.normative_document.made <= 50", "t2.handled.made <= 50"),
            "T2.NORMALL",
            id="group-of-no-form",
        ),
        pytest.param(
            (">= t3.other.total", ">= t3.handled.total"),
            "C.ALLOTH",
            id="group-that-holds-its-own-sum",
        ),
        pytest.param(
            ("last.t2.{row}.in_force + t2", "last.t2.{row}.in_fore + t2"),
            "Y.VALID: no cell t2.regulation.in_fore",
            id="cell-of-no-form-last-year",
        ),
        pytest.param(('forms = ["f2021"]', 'forms = ["f2020"]'), "f2020", id="unknown-form"),
        pytest.param(
            ('forms = ["f2019"]', 'forms = ["f2021"]'), "no cell t2.licence", id="cell-not-of-form"
        ),
        pytest.param(("{row}.made <= t2", "{line}.made <= t2"), "T2.ALLMADE: 'line'", id="unbound"),
        pytest.param(("agency.is_reorganised", "agency.is_new"), "is_new", id="unknown-attribute"),
        pytest.param(
            ("and agency.is_reorganised", "and t3.received.total > 0"),
            "only the register",
            id="softened-by-a-figure",
        ),
        pytest.param(
            ('\nformula = "t2.normative_document.made <= 50"', "\nunless = '1 == 0'"),
            "without a formula",
            id="exception-to-nothing",
        ),
    ],
)
def test_incoherent_rules_are_refused_and_the_trouble_named(
    tmp_path: Path, edit: tuple[str, str], named: str
) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(RULES.read_text(encoding="utf-8").replace(*edit, 1), encoding="utf-8")

    with pytest.raises(FormError, match=named):
        load_rules(path)


def test_an_aside_is_said_only_where_its_figure_is_not_empty() -> None:
    figures = {"table": "表三", "cells": "2", "count": "1"}
    whole = Finding("roll_up_incomplete", figures=figures | listed("missing", ["甲局", "乙局"]))
    bare = Finding("roll_up_incomplete", figures=figures)

    assert "（甲局、乙局）" in whole.row("r")["message_zh"]
    assert "(甲局, 乙局)" in whole.row("r")["message_en"]
    assert bare.row("r")["message_zh"] == "表三有 2 格不能与所属机关之和核对。"
    assert bare.row("r")["message_en"].endswith("the agencies below: 2 in all.")
