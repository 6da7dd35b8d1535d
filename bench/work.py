"""The four pieces of work, and the proof that ours is right before it is timed.

Belongs here: what is measured and what it must give. Does not belong here: measuring, printing.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

import polars as pl
import turbohtml

from bench.pages import Page
from pipeline.batch.batch import Frames, check_batch, read_batch, table_frames
from pipeline.batch.reading import report_id
from pipeline.documents.read import read_document
from pipeline.extract.extract import Extraction, extract
from pipeline.extract.label import Vocabulary
from schemas.form import load_forms
from schemas.frames import Source, empty, enforce

_VOCABULARY: Final = Vocabulary(load_forms())
_TABLES: Final = {"t2": "proactive_disclosure", "t3": "requests", "t4": "disputes"}


def bare_parse(pages: Sequence[Page]) -> int:
    """Parse the decoded text and nothing else, as our reader calls it."""
    return sum(turbohtml.parse(page.text, positions=False).root is not None for page in pages)


def tables(pages: Sequence[Page]) -> int:
    """Parse the decoded text and take the grids that turbohtml offers, without any meaning."""
    return sum(len(turbohtml.parse(page.text, positions=False).tables()) for page in pages)


def one_by_one(pages: Sequence[Page]) -> list[tuple[Extraction, ...]]:
    """Bytes to labelled cells: our decoding, parse, walk and extraction."""
    words = _VOCABULARY.words
    return [extract(read_document(page.data, words), _VOCABULARY) for page in pages]


def whole_batch(pages: Sequence[Page]) -> Frames:
    """Bytes to typed, tabled and checked frames: all that a night does before the warehouse."""
    content = {page.name: page.data for page in pages}
    rows = [
        {"source_path": page.name, "sha256": page.sha256, "fingerprint": page.sha256}
        for page in pages
    ]
    sources = enforce(Source, pl.DataFrame(rows, schema=empty(Source).schema), "source_path")
    frames = read_batch(sources, content.__getitem__, _VOCABULARY)
    return frames | table_frames(frames) | check_batch(frames, _VOCABULARY.forms)


def wrong(pages: Sequence[Page]) -> list[str]:
    """Say where any output differs from what the generator wrote; it also warms every cache."""
    return [
        *([] if bare_parse(pages) == len(pages) else ["a bare parse without a root"]),
        *([] if tables(pages) == 3 * len(pages) else ["not three grids a page"]),
        *_wrong_readings(pages),
        *_wrong_frames(pages, whole_batch(pages)),
    ]


def _wrong_readings(pages: Sequence[Page]) -> Iterator[str]:
    for page, extractions in zip(pages, one_by_one(pages), strict=True):
        found = [
            ((cell.table_id, cell.row_code, cell.col_code), cell.printed)
            for extraction in extractions
            for cell in extraction.cells
            if cell.reading and not cell.is_ambiguous
        ]
        if sorted(found) != sorted(page.cells.items()):
            yield f"{page.name}: the cells read are not the cells written"


def _wrong_frames(pages: Sequence[Page], frames: Frames) -> Iterator[str]:
    truth = {
        (report_id(page.sha256, 1), *key): printed
        for page in pages
        for key, printed in page.cells.items()
    }
    keys = ("report_id", "table_id", "row_code", "col_code")
    for name, frame in _with_table_id(frames).items():
        found = frame.filter(pl.col("status") == "number")
        rows = found.select(*keys, "printed", "value").rows()
        wanted = {key: text for key, text in truth.items() if name in {"cells", _TABLES[key[1]]}}
        if sorted(row[:5] for row in rows) != sorted((*key, text) for key, text in wanted.items()):
            yield f"{name}: the printed figures are not those written"
        elif any(row[5] != Decimal(row[4]) for row in rows):
            yield f"{name}: a value is not its printed figure"
    errors = frames["findings"].filter(pl.col("severity").is_in(["error", "fatal"]))
    if errors.height:
        yield f"{errors.height} errors found in figures that add up"


def _with_table_id(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    named = {
        name: frames[name].with_columns(table_id=pl.lit(table_id))
        for table_id, name in _TABLES.items()
    }
    return {"cells": frames["cells"]} | named
