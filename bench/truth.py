"""The proof that every output is right before it is timed.

Belongs here: outputs against what the generator wrote. Does not belong here: measuring.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

import polars as pl

from bench import baseline, boxed, work
from bench.pages import Page
from pipeline.batch.batch import Frames
from pipeline.batch.reading import report_id
from pipeline.extract.extract import Extraction

_TABLES: Final = {"t2": "proactive_disclosure", "t3": "requests", "t4": "disputes"}
_KEY: Final = ("report_id", "row_code", "col_code")

Rows = list[tuple[Any, ...]]


def wrong(pages: Sequence[Page]) -> list[str]:
    """Say where any output differs from what the generator wrote; it also warms every cache."""
    ids = {page.sha256: report_id(page.sha256, 1) for page in pages}
    same = {page.sha256: page.sha256 for page in pages}
    plain = baseline.read_check_store(pages, work.layouts(pages))
    ours = work.batch(pages)
    return [
        *([] if work.bare_parse(pages) == len(pages) else ["a bare parse without a root"]),
        *(f"judge: {one}" for one in work.judged(pages) if one.reason or not one.title),
        *_wrong_cells("cells cold", pages, work.cells_cold(pages)),
        *_wrong_cells("cells", pages, work.cells(pages)),
        *_wrong_facts("end to end", pages, ids, {name: _rows(ours[name]) for name in work.FACTS}),
        *_wrong_errors("end to end", pages, ids, _errors(ours)),
        *_wrong_facts("pandas", pages, same, {name: _pandas(plain[name]) for name in work.FACTS}),
        *_wrong_errors("pandas", pages, same, _pandas(plain["findings"])),
        *boxed.different(pages),
    ]


def _wrong_cells(
    name: str, pages: Sequence[Page], read: Sequence[tuple[Extraction, ...]]
) -> Iterator[str]:
    for page, extractions in zip(pages, read, strict=True):
        found = [
            ((cell.table_id, cell.row_code, cell.col_code), cell.printed)
            for extraction in extractions
            for cell in extraction.cells
            if cell.reading and not cell.is_ambiguous and cell.place
        ]
        if sorted(found) != sorted(page.cells.items()):
            yield f"{name}, {page.name}: the cells read are not the cells written"


def _wrong_facts(
    name: str, pages: Sequence[Page], ids: dict[str, str], facts: dict[str, Rows]
) -> Iterator[str]:
    for table, fact in _TABLES.items():
        truth = [
            (ids[page.sha256], row, col, _value(text), text)
            for page in pages
            for (table_id, row, col), text in page.cells.items()
            if table_id == table
        ]
        if sorted(facts[fact]) != sorted(truth):
            yield f"{name}, {fact}: the facts are not the figures written"


def _wrong_errors(
    name: str, pages: Sequence[Page], ids: dict[str, str], errors: Rows
) -> Iterator[str]:
    truth = [(ids[page.sha256], one.rule_id, one.instance) for page in pages for one in page.wrong]
    if sorted(errors) != sorted(truth):
        yield f"{name}: {len(errors)} errors found, {len(truth)} written, or others"


def _rows(fact: pl.DataFrame) -> Rows:
    return fact.filter(pl.col("status") == "number").select(*_KEY, "value", "printed").rows()


def _errors(frames: Frames) -> Rows:
    grave = frames["findings"].filter(pl.col("severity").is_in(["fatal", "error", "warning"]))
    return grave.select("report_id", "rule_id", "instance").rows()


def _pandas(frame: Any) -> Rows:  # noqa: ANN401  # pandas carries no types
    kept = frame[[*_KEY, "value", "printed"]] if "value" in frame else frame
    return list(kept.itertuples(index=False, name=None))


def _value(text: str) -> Decimal:
    return Decimal(unicodedata.normalize("NFKC", text))
