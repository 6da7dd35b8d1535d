"""Rules that state a formula: each fires where it must and nowhere else."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.quality.figures import figures_of, with_agencies, with_last
from pipeline.quality.formulas import formula_findings, needed, report_rules, series_rules
from pipeline.quality.telling import instance_of
from schemas.finding import Finding
from schemas.form import load_forms
from schemas.rule import Rule, load_rules
from schemas.statement import Statement, statements, term
from tests.building.county.agencies import CHILDREN
from tests.building.county.history import form_of, history
from tests.quality.stated import FORMS, cells_of

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "formulas.toml").read_text("utf-8"))
STATED = [rule for rule in load_rules().values() if rule.formula]
LEVELS = ("乡镇街道", "县级部门", "县级政府", "市级部门", "市级政府", "省级部门", "省级政府")


def judge(case: dict[str, Any], rules: Iterable[Rule]) -> list[Finding]:
    """Return what rules say of the report of a case."""
    rules, form = list(rules), FORMS[case["form"]]
    figures = figures_of(cells_of(form, case["this"]), load_forms(), needed(rules))
    last_form = FORMS[case.get("last_form", case["form"])]
    last = cells_of(last_form, case.get("last", {}), "r0")
    pairs = pl.DataFrame({"report_id": ["r1"], "last_report_id": ["r0"]})
    if "last" not in case:
        pairs = pairs.clear()
    figures = with_last(figures, figures_of(last, load_forms(), needed(rules)), pairs)
    figures = with_agencies(figures, agency(case.get("level"), case.get("is_reorganised")))
    return [finding for _, finding in formula_findings(figures, form, rules)]


def agency(level: str | None, is_reorganised: bool | None) -> pl.DataFrame:  # noqa: FBT001
    schema = {"report_id": pl.String, "level": pl.String, "is_reorganised": pl.Boolean}
    row = [("r1", level, is_reorganised)]
    return pl.DataFrame(row, schema=schema, orient="row")


NUMBERED = [
    pytest.param(case, id=f"{at} {case['rule']} {case.get('why', '')}".strip())
    for at, case in enumerate(CASES["cases"])
]


@pytest.mark.parametrize("case", NUMBERED)
def test_a_rule_fires_where_it_must_and_nowhere_else(case: dict[str, Any]) -> None:
    found = judge(case, [load_rules()[case["rule"]]])

    rows = [finding.row("r1") for finding in found]
    said = [[row["instance"], row["severity"], row["state"], row["origin"]] for row in rows]
    assert said == case.get("fires", [])
    assert case.get("says", "") in (rows[0]["message_zh"] if rows else "")
    assert all("{" not in row["message_zh"] + row["message_en"] for row in rows)
    assert all(row["place"] == "1,2,3" for row in rows)


@pytest.mark.parametrize("rule", STATED, ids=lambda rule: rule.id)
def test_every_formula_has_a_case_that_fires_and_one_that_does_not(rule: Rule) -> None:
    cases = [case for case in CASES["cases"] if case["rule"] == rule.id]

    assert any(case.get("fires") for case in cases)
    assert any("fires" not in case and case["this"] for case in cases)


def test_every_level_that_a_rule_names_is_one_of_a_few() -> None:
    assert {level for rule in STATED for level in rule.levels} <= set(LEVELS)


def test_rules_of_a_series_are_those_that_need_more_than_the_report() -> None:
    series, report = ({rule.id for rule in rules} for rules in (series_rules(), report_rules()))

    assert series >= {"Y.CARRY", "T2.REGLEVEL", "C.CASES"}
    assert report >= {"T2.VAL", "C.OUT"}
    assert not series & report
    assert series | report == {rule.id for rule in STATED}


def test_a_batch_without_reports_has_no_finding() -> None:
    none = cells_of(FORMS["f2021"], {}).clear()
    figures = figures_of(none, load_forms(), needed(STATED))
    figures = with_last(
        figures, figures, pl.DataFrame(schema={"report_id": pl.String, "last_report_id": pl.String})
    )

    assert not list(formula_findings(figures, FORMS["f2021"], series_rules()))


def test_every_report_of_a_batch_is_judged_by_itself() -> None:
    form = FORMS["f2021"]
    rule = load_rules()["C.OUT"]
    cells = pl.concat(
        cells_of(form, {"t3.received.total": "20", "t3.carried_out.total": str(count)}, f"r{count}")
        for count in range(20)
    )

    found = formula_findings(figures_of(cells, load_forms(), needed([rule])), form, [rule])

    assert [report_id for report_id, _ in found] == sorted(f"r{count}" for count in range(8, 20))


class Names:
    """Figures by attribute, as a formula names them, for `eval`."""

    def __init__(self, values: Mapping[str, Any], path: str) -> None:
        self._values, self._path = values, path

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        path = f"{self._path}.{name}"
        return self._values[path] if path in self._values else Names(self._values, path)


PRINTED = st.sampled_from(["", "0", "1", "2", "5", "9", "10", "20", "21", "50", "60", "70000"])


@st.composite
def judged(draw: st.DrawFn) -> tuple[Rule, Statement, dict[str, Any]]:
    """Draw a statement of a rule, and a report with last year's in which its cells vary."""
    rule = draw(st.sampled_from(STATED))
    form_id = draw(st.sampled_from([name for name in FORMS if _usable(rule, name)]))
    one = draw(st.sampled_from(_usable(rule, form_id)))
    printed: dict[bool, dict[str, str]] = {False: {}, True: {}}
    for figure in one.named:
        held = term(FORMS[form_id], figure.key)
        printed[figure.is_last] |= {
            ".".join(cell): draw(PRINTED) for cell in (held.cells if held else ())
        }
    case: dict[str, Any] = {"form": form_id, "this": printed[False], "last": printed[True]}
    case |= {"level": draw(st.sampled_from(LEVELS)), "is_reorganised": draw(st.booleans())}
    return rule, one, case


def _usable(rule: Rule, form_id: str) -> list[Statement]:
    form = FORMS[form_id]
    return [
        one
        for one in statements(rule)
        if one.applies_to(form) and all(term(form, figure.key) for figure in one.named)
    ]


@settings(max_examples=200, deadline=None)
@given(judged())
def test_every_verdict_is_that_of_plain_python(
    drawn: tuple[Rule, Statement, dict[str, Any]],
) -> None:
    rule, one, case = drawn

    found = judge(case, [rule])

    instance = instance_of(one.claimed)
    states = {
        each.state for each in found if instance in (each.instance, *each.instance.split(";"))
    }
    assert states == _expected(rule, one, case)


CELLS = ("t3.received.total", "last.t3.carried_out.total", "t2.licence.decisions")
NUMBERS = ("0", "1", "2.5", "10")


def _sums(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-"), inner).map(lambda it: f"({it[0]} {it[1]} {it[2]})"),
        st.tuples(st.sampled_from(NUMBERS), inner).map(lambda it: f"({it[0]} * {it[1]})"),
        inner.map(lambda it: f"abs({it})"),
        st.tuples(st.sampled_from(["min", "max"]), pair).map(lambda it: f"{it[0]}{it[1]}"),
    ).map(lambda text: text.replace("'", ""))


def _claims(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        inner.map(lambda it: f"not ({it})"),
        st.tuples(inner, st.sampled_from(["and", "or", "==", "!="]), inner).map(
            lambda it: f"(({it[0]}) {it[1]} ({it[2]}))"
        ),
    )


AMOUNTS = st.recursive(st.sampled_from(CELLS + NUMBERS), _sums, max_leaves=4)
COMPARED = st.tuples(AMOUNTS, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), AMOUNTS).map(
    " ".join
)
FORMULAS = st.recursive(COMPARED, _claims, max_leaves=3)


@settings(max_examples=200, deadline=None)
@given(text=FORMULAS, received=PRINTED, carried=PRINTED, licences=PRINTED)
def test_every_formula_is_computed_as_plain_python_would(
    text: str, received: str, carried: str, licences: str
) -> None:
    rule = load_rules()["C.OUT"].model_copy(
        update={"formula": f"({text}) and {CELLS[0]} >= 0", "unless": "", "blanks": "zero"}
    )
    this = {"t3.received.total": received, "t2.licence.decisions": licences}
    case = {"form": "f2021", "this": this, "last": {"t3.carried_out.total": carried}}

    found = judge(case, [rule])

    values = {name: Fraction(printed or 0) for name, printed in this.items()}
    values["last.t3.carried_out.total"] = Fraction(carried or 0)
    assert bool(found) is not _evaluated(text, values)


def test_the_years_of_a_county_keep_every_rule() -> None:
    years = {
        (child.code, year): figures
        for child in CHILDREN
        for year, figures in history(child).items()
    }
    cells = pl.concat(
        cells_of(
            form_of(year), {".".join(key): str(it) for key, it in figures.items()}, f"{code} {year}"
        )
        for (code, year), figures in years.items()
    )
    known = [
        (f"{code} {year}", f"{code} {year - 1}")
        for code, year in years
        if (code, year - 1) in years
    ]
    pairs = pl.DataFrame(known, schema=["report_id", "last_report_id"], orient="row")
    agencies = cells.select(
        "report_id", level=pl.lit("县级部门"), is_reorganised=pl.lit(value=False)
    )
    figures = figures_of(cells, load_forms(), needed(STATED))
    figures = with_agencies(with_last(figures, figures, pairs), agencies.unique())

    found = [
        finding for form in FORMS.values() for _, finding in formula_findings(figures, form, STATED)
    ]

    assert {finding.rule_id for finding in found} <= {"Y.PEND"}  # tells, accuses nobody


def _expected(rule: Rule, one: Statement, case: dict[str, Any]) -> set[str]:
    """Judge a statement as a person would with the formula before them."""
    values: dict[str, Any] = {f"agency.{name}": case[name] for name in ("level", "is_reorganised")}
    is_gapped = False
    for figure in one.named:
        held, path = term(FORMS[case["form"]], figure.key), ".".join(figure.key)
        year = case["last"] if figure.is_last else case["this"]
        texts = [year[".".join(cell)] for cell in (held.cells if held else ())]
        is_gapped |= "" in texts
        name = f"last.{path}" if figure.is_last else path
        values[name] = sum((Fraction(text or 0) for text in texts), start=Fraction(0))
    if _evaluated(_spelt(rule, one, rule.unless or "1 == 0"), values):
        return set()
    if rule.levels and case["level"] not in rule.levels:
        return set()
    holds = _evaluated(_spelt(rule, one, rule.formula), values)
    if is_gapped and rule.blanks == "undecidable":
        return {"holds_if_blank_is_zero" if holds else "undecidable"}
    return set() if holds or (is_gapped and rule.blanks == "silent") else {"broken"}


def _spelt(rule: Rule, one: Statement, text: str) -> str:
    codes = list(product(*rule.over.values()))[statements(rule).index(one)]
    return text.format(**dict(zip(rule.over, codes, strict=True)))


def _evaluated(text: str, values: Mapping[str, Any]) -> bool:
    scope = {root: Names(values, root) for root in ("t2", "t3", "t4", "last", "agency")}
    exact = re.sub(r"(?<![\w.])\d+(?:\.\d+)?", lambda found: f"Fraction('{found[0]}')", text)
    return bool(eval(exact, {"Fraction": Fraction, **scope}))  # noqa: S307  # our own formulas
