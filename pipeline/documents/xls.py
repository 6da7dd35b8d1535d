"""Workbooks that are no XML (.xls, .et, .xlsb) to rows, through calamine.

Belongs here: what calamine tells of a workbook. It tells values and merges and which sheets are
hidden, but no number formats, hidden rows or borders: numbers print with the digits that are
stored, and a row that Office hides is read. Does not belong here: which rows are prose
(pipeline.documents.sheet).
"""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from pipeline.documents.document import Loose
from pipeline.documents.html import Page
from pipeline.documents.number_format import printed
from pipeline.documents.refuse import RefusedError
from pipeline.documents.sheet import MOST_CELLS, Merge, Sheet, rows

Value = int | float | str | bool | date | datetime | time | timedelta

_MOST_SHEETS: Final = 200


def read(data: bytes) -> Page:
    """Read a workbook.

    Args:
        data: its bytes.

    Raises:
        RefusedError: it is damaged, encrypted or beyond the limits.
    """
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return Page((Loose(tuple(rows(_sheets(book)))),), (), 0)
    except PasswordError as exc:
        raise RefusedError("file_encrypted", "workbook") from exc
    except (CalamineError, ValueError, OSError) as exc:
        raise RefusedError("file_damaged", f"workbook: {exc}") from exc


def _sheets(book: CalamineWorkbook) -> list[Sheet]:
    listed = book.sheets_metadata
    if len(listed) > _MOST_SHEETS:
        raise RefusedError("refused_too_large", f"{len(listed)} sheets")
    return [
        _sheet(one.name, book.get_sheet_by_index(at))
        for at, one in enumerate(listed)
        if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
    ]


def _sheet(name: str, found: CalamineSheet) -> Sheet:
    area = found.height * found.width
    if area > 10 * MOST_CELLS:
        raise RefusedError("refused_too_large", f"{area} cells in a sheet")
    sheet = Sheet(name)
    top, left = found.start or (0, 0)
    for row, values in enumerate(found.iter_rows() if area else (), top + 1):
        for col, value in enumerate(values, left + 1):
            text = _text(value)
            if text:
                sheet.cells[row, col] = text
    for (first_row, first_col), (last_row, last_col) in found.merged_cell_ranges or ():
        sheet.merges.append(Merge(first_row + 1, first_col + 1, last_row + 1, last_col + 1))
    return sheet


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return printed(repr(value), "General")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" if value.time() != time() else f"{value:%Y-%m-%d}"
    return str(value)
