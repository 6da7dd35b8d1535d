"""The wide views, written from the forms: one row a current report, one column a cell.

Belongs here: which cells a view shows, under which English and Chinese names. Does not belong
here: labels (the forms) and the shape of the statement (`sql/templates`).
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from pipeline.warehouse.statement import literal, name, template
from schemas.form import CellSpec, Form

_KEYS: Final = (
    ("report_id", "报告编号", "report id"),
    ("agency_id", "机关编号", "agency id, null while the agency is unresolved"),
    ("agency_name", "机关名称", "agency name as the report gives it"),
    ("report_year", "报告年度", "year that is reported on"),
    ("form_id", "报告格式", "statutory form, see dim_cell"),
)


class _View(NamedTuple):
    """A wide view of one statutory table; its forms, newest first, give columns and labels."""

    view: str
    twin: str
    fact: str
    table_id: str
    forms: tuple[Form, ...]


class _Column(NamedTuple):
    code: str
    label: str
    comment: str
    is_count: bool = False


def wide_views(forms: tuple[Form, ...]) -> Iterator[str]:
    """Write the statements of every wide view, its Chinese twin and their comments."""
    for view in _views(forms):
        columns = _columns(view)
        yield _english(view, columns)
        yield _chinese(view, columns)
        yield from _comments(view, columns)


def _views(forms: tuple[Form, ...]) -> Iterator[_View]:
    newest = tuple(reversed(forms))
    yield _View("v_requests", "申请办理", "fact_requests", "t3", _with_table(newest, "t3"))
    yield _View("v_disputes", "复议诉讼", "fact_disputes", "t4", _with_table(newest, "t4"))
    # Columns of this table mean different things in two forms: a view a form, never one for both.
    for form in _with_table(forms, "t2"):
        view = f"v_proactive_disclosure_{form.first_year}"
        twin = f"主动公开_{form.first_year}"
        yield _View(view, twin, "fact_proactive_disclosure", "t2", (form,))
    # Nor do lists of indicators count the same things: they differ from place to place.
    for form in _with_table(forms, "ind"):
        view, twin = f"v_indicator_{form.id}", f"统计指标_{form.id}"
        yield _View(view, twin, "fact_indicator", "ind", (form,))


def _with_table(forms: tuple[Form, ...], table_id: str) -> tuple[Form, ...]:
    return tuple(form for form in forms if any(table.id == table_id for table in form.tables))


def _columns(view: _View) -> list[_Column]:
    specs: dict[str, CellSpec] = {}
    decimals = set()
    for form in view.forms:
        for spec in form.cells():
            if spec.table.id == view.table_id:
                code = f"{spec.row.code}__{spec.column.code}"
                specs.setdefault(code, spec)
                decimals |= {code} if spec.type != "integer" else set()
    labels = Counter(f"{spec.row.label}__{spec.column.label}" for spec in specs.values())
    return [
        _column(code, spec, labels, is_count=code not in decimals) for code, spec in specs.items()
    ]


def _column(code: str, spec: CellSpec, labels: Counter[str], *, is_count: bool) -> _Column:
    label = f"{spec.row.label}__{spec.column.label}"
    if labels[label] > 1:
        label = f"{spec.row.group}__{label}"
    unit = spec.unit or "见事实表 unit / see unit in the fact table"
    comment = f"{spec.row.label}，{spec.column.label} / {code}；单位 unit: {unit}"
    return _Column(code, label, comment, is_count)


def _english(view: _View, columns: list[_Column]) -> str:
    return template("wide_view").substitute(
        view=name(view.view),
        fact=name(view.fact),
        forms=", ".join(literal(form.id) for form in view.forms),
        cells=", ".join(literal(column.code) for column in columns),
        columns=", ".join(_selected(column) for column in columns),
    )


def _selected(column: _Column) -> str:
    """Show a count as an integer; a fraction printed there is no count (see its finding): null."""
    code = name(column.code)
    return (
        f"if({code} = trunc({code}), {code}::bigint, null) as {code}" if column.is_count else code
    )


def _chinese(view: _View, columns: list[_Column]) -> str:
    pairs = [(code, label) for code, label, _ in _KEYS]
    pairs += [(column.code, column.label) for column in columns]
    return template("twin_view").substitute(
        twin=name(view.twin),
        view=name(view.view),
        columns=", ".join(f"{name(code)} as {name(label)}" for code, label in pairs),
    )


def _comments(view: _View, columns: list[_Column]) -> Iterator[str]:
    title = view.forms[0].table(view.table_id).title
    forms = "、".join(form.id for form in reversed(view.forms))
    about = f"{title}：每份现行报告一行，每个单元格一列（{forms}） / one row a current report"
    keys = [_Column(code, label, f"{label} / {english}") for code, label, english in _KEYS]
    for shown in (view.view, view.twin):
        yield f"comment on view {name(shown)} is {literal(about)}"
    for column in keys + columns:
        text = literal(column.comment)
        yield f"comment on column {name(view.view)}.{name(column.code)} is {text}"
        yield f"comment on column {name(view.twin)}.{name(column.label)} is {text}"
