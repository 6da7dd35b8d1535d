"""Rules and grades as rows: what the views on quality and rates need to know of them.

Belongs here: which reports a rule is about, which grade a finding sets. Does not belong here: the
rules (schemas/rules.toml), the scale (schemas/grades.toml), their evaluation (pipeline.quality).
"""

from collections.abc import Iterable
from itertools import product
from typing import Final, get_args

import polars as pl

from schemas.form import Form
from schemas.formula import figures
from schemas.grade import Severity, Side, grade_of, load_grades
from schemas.rule import Rule, load_rules
from schemas.statement import statements

# Rules that are not about one report by itself have no rate over reports.
_OF_SEVERAL: Final = ("batch", "agency", "roll_up")


def rulebook(forms: Iterable[Form]) -> dict[str, pl.DataFrame]:
    """Return the rows of dim_rule, dim_grade and dim_rule_form.

    Returns:
        `rules`: one row a rule; `judged_by` is `identity` (each verdict is kept in
        identity_result), `formula` or `code`, null where it is not about one report. `grades`: one
        row an origin, severity and scope, rank 1 the worst. `rule_forms`: one row a rule and form
        that it is about, form_id empty for files in which no report is found.
    """
    known = tuple(forms)
    return {"rules": _rules(known), "grades": _grades(), "rule_forms": _rule_forms(known)}


def _rules(forms: tuple[Form, ...]) -> pl.DataFrame:
    rows = [
        {
            "rule_id": rule.id,
            "rule_order": order,
            "scope": rule.scope,
            "severity": rule.severity,
            "origin": rule.origin,
            "title_zh": rule.title.zh,
            "title_en": rule.title.en,
            "source": rule.source,
            "judged_by": _judged_by(rule, forms),
            "levels": list(rule.levels),
            "needs_last_year": _needs_last_year(rule),
        }
        for order, rule in enumerate(load_rules().values(), 1)
    ]
    return pl.DataFrame(rows, schema_overrides={"levels": pl.List(pl.String)})


def _judged_by(rule: Rule, forms: tuple[Form, ...]) -> str | None:
    if rule.scope in _OF_SEVERAL:
        return None
    if any(identity.rule == rule.id for form in forms for identity in form.identities):
        return "identity"
    return "formula" if rule.formula else "code"


def _needs_last_year(rule: Rule) -> bool:
    named = (figure for one in statements(rule) for figure in figures(one.holds))
    return any(figure.is_last for figure in named) or rule.scope == "cross_year"


def _grades() -> pl.DataFrame:
    ranks = {grade.id: rank for rank, grade in enumerate(load_grades(), 1)}
    scopes = get_args(Rule.model_fields["scope"].annotation)
    rows = [
        (origin, severity, scope, grade.id, ranks[grade.id], grade.title.zh, grade.title.en)
        for origin, severity, scope in product(get_args(Side), get_args(Severity), scopes)
        for grade in [grade_of(origin, severity, scope)]
    ]
    names = ("origin", "severity", "scope", "grade", "rank", "title_zh", "title_en")
    return pl.DataFrame(rows, schema=list(names), orient="row")


def _rule_forms(forms: tuple[Form, ...]) -> pl.DataFrame:
    rows = [
        (rule.id, form_id)
        for rule in load_rules().values()
        if rule.scope not in _OF_SEVERAL
        for form_id in _forms_of(rule, forms)
    ]
    return pl.DataFrame(rows, schema=["rule_id", "form_id"], orient="row")


def _forms_of(rule: Rule, forms: tuple[Form, ...]) -> list[str]:
    """Return the forms that a rule is about; all, and none, where nothing limits it."""
    if rule.formula:
        stated = statements(rule)
        return [form.id for form in forms if any(one.applies_to(form) for one in stated)]
    if rule.forms:
        return list(rule.forms)
    named = [form.id for form in forms if rule.id in _named_by(form)]
    return named or [*(form.id for form in forms), *([""] if rule.origin == "extraction" else [])]


def _named_by(form: Form) -> set[str]:
    rules = {identity.rule for identity in form.identities}
    rules |= {duty.rule for duty in form.duties}
    return rules | {table.integer_rule for table in form.tables}
