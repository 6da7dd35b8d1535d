"""Single cells: counts that are no counts, and texts that are no numbers.

Belongs here: findings that need one cell only. Does not belong here: sums.
"""

from collections import defaultdict
from collections.abc import Iterator

import polars as pl
from pandera.typing.polars import DataFrame

from schemas.finding import Finding
from schemas.form import Form
from schemas.frames import Cell

_NO_COUNT = ("negative", "fraction")
_RECOGNISED = ("ocr", "repaired")


def cell_findings(cells: DataFrame[Cell], forms: tuple[Form, ...]) -> Iterator[tuple[str, Finding]]:
    """Yield (report_id, finding) for cells that a person should look at.

    A negative or broken count is the publisher's, one finding a cell. Text that cannot be read as
    a number, and footnote marks that were dropped, are told once a table.

    Args:
        cells: one row a report and cell.
        forms: all forms.
    """
    labels = {
        (form.id, *spec.key): (spec.table.integer_rule, f"{spec.row.label}·{spec.column.label}")
        for form in forms
        for spec in form.cells()
    }
    texts = (pl.col("status") == "text") & (pl.col("trouble") == "")
    seen = cells.filter((pl.col("trouble") != "") | texts)
    several: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for cell in seen.iter_rows(named=True):
        rule, label = labels[cell["form_id"], cell["table_id"], cell["row_code"], cell["col_code"]]
        if cell["trouble"] in _NO_COUNT:
            figures = {"label": label}
            place, printed = cell["place"], cell["printed"]
            # A recognised figure may be our fault: coordinators must not hear of it.
            origin = "extraction" if cell["method"] in _RECOGNISED else ""
            finding = Finding(
                rule,
                _instance(cell),
                place,
                printed,
                "0, 1, 2, …",
                origin=origin,
                figures=figures,
            )
            yield cell["report_id"], finding
        else:
            kind = "footnote_dropped" if cell["trouble"] == "footnote" else "value_unreadable"
            several[cell["report_id"], kind, cell["table_id"]].append(cell)
    for (report_id, kind, _), group in several.items():
        instance = ";".join(map(_instance, group))
        figures = {"count": str(len(group))}
        place, printed = group[0]["place"], group[0]["printed"]
        yield report_id, Finding(kind, instance, place, printed, figures=figures)


def _instance(cell: dict[str, str]) -> str:
    return f"{cell['table_id']}/{cell['row_code']}/{cell['col_code']}"
