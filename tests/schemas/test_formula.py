"""The language of rules: what it reads, what it refuses, how it writes a formula out."""

from decimal import Decimal

import pytest

from pipeline.errors import FormError
from schemas.form import load_forms
from schemas.formula import Attribute, Comparison, Figure, Logic, figures, parse
from schemas.statement import Term, term
from schemas.working import written

FORMS = {form.id: form for form in load_forms()}


def test_a_formula_names_its_figures_in_the_order_of_its_text() -> None:
    node = parse("last.t3.a.b - 2 * t3.c.d > 0 and not t2.e.f == 1")

    assert isinstance(node, Logic)
    assert [figure.name for figure in figures(node)] == ["last__t3__a__b", "t3__c__d", "t2__e__f"]


def test_a_chain_is_each_of_its_links() -> None:
    link = Figure("t3", "a", "b")

    node = parse("t3.a.b < t3.c.d <= 5")

    assert isinstance(node, Logic)
    assert [part.sign for part in node.parts if isinstance(part, Comparison)] == ["<", "<="]
    assert next(figures(node)) == link


def test_the_register_is_asked_by_name() -> None:
    assert parse("agency.is_reorganised") == Attribute("is_reorganised")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "no expression"),
        ("t3.a.b <", "no expression"),
        ("t3.a.b", "expected a comparison, found a number"),
        ("t3.a > 0", "expected table.row.column"),
        ("t3.a.b.c > 0", "expected table.row.column"),
        ("received > 0", "not known"),
        ("t3.a.b / 2 > 0", "unknown operator Div"),
        ("t3.a.b ** 2 > 0", "unknown operator Pow"),
        ("t3.a.b * t3.a.c > 0", "a number on one side"),
        ("t3.a.b > 1000001", "larger than"),
        ("sum(t3.a.b, t3.a.c) > 0", "unknown function 'sum'"),
        ("abs(t3.a.b, t3.a.c) > 0", "expected 1 to 1 arguments"),
        ("max(t3.a.b) > 0", "expected 2 to"),
        ("abs(t3.a.b > 0) > 0", "expected a number, found a truth"),
        ("t3.a.b in (1, 2)", "not known"),
        ("t3.a.b > 0 and t3.a.c", "expected a truth, found a number"),
        ("not t3.a.b", "expected a truth"),
        ("t3.a.b == 'x'", "cannot compare number with text"),
        ("agency.level < 'x'", "cannot compare"),
        ("agency.level > t3.a.b", "cannot compare"),
        ("agency.colour == 'red'", "unknown attribute 'colour'"),
        ("-t3.a.b > 0", "not known"),
        ("True", "not known"),
        ("t3.a[0] > 0", "not known"),
        ("(lambda: 1) == 1", "not known"),
        ("__import__('os') == 1", "unknown function"),
        ("t3.a.b > 0; t3.a.b < 1", "no expression"),
    ],
)
def test_what_is_no_formula_is_refused_and_the_trouble_named(text: str, named: str) -> None:
    with pytest.raises(FormError, match=named.replace("(", r"\(")):
        parse(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("t3.a.b == last.t3.a.b", "3=2.5"),
        ("t3.a.b + t3.c.d <= 4", "3+(-2)(1)≤4"),
        ("t3.a.b - (t3.c.d - 1) >= 0.35 * t3.a.b", "3-(-2-1)(6)≥0.35×3(1.05)"),
        ("2 * (t3.a.b + 1) != 0", "2×(3+1)(8)≠0"),
        ("abs(t3.c.d) < max(t3.a.b, 7)", "abs(-2)<max(3, 7)"),
        ("not (t3.a.b > 1 or t3.c.d > 1)", "not (3>1 or -2>1)"),
        ("(t3.a.b == 0) == (t3.c.d == 0)", "(3=0)=(-2=0)"),
    ],
)
def test_a_formula_is_written_with_its_numbers(text: str, said: str) -> None:
    numbers = {
        "t3__a__b": Decimal(3),
        "last__t3__a__b": Decimal("2.50"),
        "t3__c__d": Decimal(-2),
    }

    assert written(parse(text), numbers) == said


def test_a_group_is_the_sum_of_its_rows() -> None:
    denied = term(FORMS["f2021"], ("t3", "denied", "total"))

    assert denied is not None
    assert len(denied.cells) == 8
    assert not denied.stand_ins


def test_an_alternative_row_is_the_rows_that_it_replaces_until_it_is_printed() -> None:
    names = ("other_not_corrected_in_time", "other_fee_not_paid", "other_remaining")
    children = tuple(("t3", name, "total") for name in names)
    expected = Term(children, ((("t3", "other", "total"), children),))

    assert term(FORMS["f2021"], ("t3", "other", "total")) == expected
    assert term(FORMS["f2021"], ("t3", "other_group", "total")) == expected
    assert term(FORMS["f2019"], ("t3", "other", "total")) == Term((("t3", "other", "total"),))


@pytest.mark.parametrize(
    "key",
    [
        ("t9", "received", "total"),
        ("t3", "nothing", "total"),
        ("t3", "received", "amount"),
        ("t2", "licence", "amount"),
        ("t3", "handled", "total"),  # its own total is one of its rows
    ],
)
def test_what_a_form_has_not_is_no_term(key: tuple[str, str, str]) -> None:
    assert term(FORMS["f2021"], key) is None
