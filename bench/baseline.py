"""The same work with pandas: read_html, vectorised sums, the same rows in the same tables.

Belongs here: what a competent script without this pipeline would do. Does not belong here:
measuring. It is given for nothing: which decodings there are, where each cell of each layout
stands (learned from one page of each before the clock starts), and what labels it must find
there. It does not find agency, year, title or place, and knows no layout but these.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from io import StringIO
from typing import Any, Final

import opencc
import pandas as pd
import pyarrow as pa

from bench.pages import Page
from schemas.form import Form
from schemas.identity import instances

_SIMPLIFIED: Final = opencc.OpenCC("t2s")
_NOTE: Final = re.compile(r"\([^()]*[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ][^()]*\)")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_TABLES: Final = {"t2": "proactive_disclosure", "t3": "requests", "t4": "disputes"}
_FACT: Final = ("report_id", "row_code", "col_code", "value", "status", "printed")

Key = tuple[str, str, str]
Spot = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the cells of a form stand in one layout of its tables, and the labels around them."""

    form: Form
    spots: dict[Key, Spot]
    labels: tuple[Spot, ...]
    words: tuple[str, ...]


def grids(data: bytes) -> list[list[list[str]]]:
    """Read the tables of a page, spans expanded."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    # Header rows are read as data, so every column holds words, and figures stay as printed.
    frames = pd.read_html(StringIO(text), flavor="lxml", keep_default_na=False)
    return [frame.to_numpy().tolist() for frame in frames]


def layout(form: Form, page: Page, spots: dict[Key, Spot]) -> Layout:
    """Learn a layout from one page of it."""
    found = grids(page.data)
    figures = set(spots.values())
    labels = tuple(
        spot
        for table, rows in enumerate(found)
        for row, cells in enumerate(rows)
        for col in range(len(cells))
        if (spot := (table, row, col)) not in figures and _HAN.search(_at(found, spot))
    )
    words = tuple(_label(_at(found, spot)) for spot in labels)
    return Layout(form, spots, labels, words)


def read_check_store(pages: Sequence[Page], layouts: Sequence[Layout]) -> dict[str, pd.DataFrame]:
    """Return the facts of each table and the broken identities."""
    by_form: dict[str, list[tuple[str, dict[Key, str]]]] = {}
    for page in pages:
        found = grids(page.data)
        form, cells = _cells(found, layouts)
        by_form.setdefault(form.id, []).append((page.sha256, cells))
    forms = {each.form.id: each.form for each in layouts}
    facts = {name: _facts(table, by_form.values()) for table, name in _TABLES.items()}
    broken = pd.concat([_broken(forms[name], reports) for name, reports in by_form.items()])
    return facts | {"findings": broken}


def _cells(found: list[list[list[str]]], layouts: Sequence[Layout]) -> tuple[Form, dict[Key, str]]:
    for one in layouts:
        try:
            words = tuple([_label(_at(found, spot)) for spot in one.labels])
        except IndexError:
            continue
        if words == one.words:
            return one.form, {key: _at(found, spot) for key, spot in one.spots.items()}
    raise ValueError("a page of an unknown layout")


def _at(found: list[list[list[str]]], spot: Spot) -> str:
    table, row, col = spot
    return found[table][row][col]


@lru_cache(maxsize=4096)
def _label(text: str) -> str:
    plain = _NOTE.sub("", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\W_]+", "", _SIMPLIFIED.convert(plain))


@lru_cache(maxsize=65536)
def _value(text: str) -> Decimal:
    return Decimal(unicodedata.normalize("NFKC", text).strip())


def _facts(table: str, forms: Iterable[list[tuple[str, dict[Key, str]]]]) -> pd.DataFrame:
    rows = [
        (report, row, col, _value(text), "number", text)
        for reports in forms
        for report, cells in reports
        for (table_id, row, col), text in cells.items()
        if table_id == table
    ]
    frame = pd.DataFrame(rows, columns=list(_FACT))
    # Of objects DuckDB would guess the width of a decimal from the first thousand.
    return frame.astype({"value": pd.ArrowDtype(pa.decimal128(24, 6))})


def _broken(form: Form, reports: list[tuple[str, dict[Key, str]]]) -> pd.DataFrame:
    wide: Any = pd.DataFrame(
        [[int(_value(text)) for text in cells.values()] for _, cells in reports],
        columns=pd.MultiIndex.from_tuples(reports[0][1]),
        index=[report for report, _ in reports],
    )
    found = []
    for one in instances(form):
        rest = wide[list(one.left)].sum(axis=1) - wide[list(one.right)].sum(axis=1)
        found += [(report, one.rule, one.instance) for report in rest.index[rest != 0]]
    return pd.DataFrame(found, columns=["report_id", "rule_id", "instance"])
