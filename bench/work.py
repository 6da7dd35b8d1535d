"""The pieces of work that are timed.

Belongs here: what is done to the pages. Does not belong here: whether it is right (bench.truth),
measuring, printing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Final

import polars as pl
import turbohtml

from bench import baseline, boxed
from bench.pages import Page
from bench.store import load_warehouse, store
from bench.timing import Piece
from pipeline.batch.batch import Frames, check_batch, read_batch, table_frames
from pipeline.documents.page import flat
from pipeline.documents.read import read_document
from pipeline.extract.extract import Extraction, extract, forget
from pipeline.extract.label import Vocabulary
from pipeline.intake.crawl.accept import Verdict, judge_page
from pipeline.intake.crawl.source import Source as Site
from pipeline.intake.crawl.visit import Link
from schemas.form import load_forms
from schemas.frames import Source, empty, enforce

FACTS: Final = ("proactive_disclosure", "requests", "disputes")
_VOCABULARY: Final = Vocabulary(load_forms())
_SITE: Final = Site("bench", "bench", "plain", ("https://www.example/nb/",))


def bare_parse(pages: Sequence[Page]) -> int:
    """Parse the decoded text and nothing else, as our reader calls it."""
    return sum(turbohtml.parse(page.text, positions=False).root is not None for page in pages)


def cells(pages: Sequence[Page]) -> list[tuple[Extraction, ...]]:
    """Bytes to labelled cells with their places: decoding, parse, tables, prose, whose report."""
    words = _VOCABULARY.words
    return [extract(read_document(page.data, words), _VOCABULARY) for page in pages]


def cells_cold(pages: Sequence[Page]) -> list[tuple[Extraction, ...]]:
    """Read every page as the first of its kind: everything learned is forgotten before each."""
    found = []
    for page in pages:
        forget(_VOCABULARY)
        flat.forget()
        found += cells([page])
    return found


def judged(pages: Sequence[Page]) -> list[Verdict]:
    """Judge every page as the answer to a link: whether it is a report, its title and day."""
    url = f"{_SITE.columns[0]}1.html"
    return [judge_page(_SITE, Link(url), url, page.data, "", "") for page in pages]


def batch(pages: Sequence[Page]) -> Frames:
    """Bytes to typed, tabled and checked frames: all that a night does before the warehouse."""
    content = {page.sha256: page.data for page in pages}
    seen_at = datetime(2026, 1, 1)  # noqa: DTZ001  # UTC, as frames keep it
    rows = [
        {
            "source_path": page.name,
            "sha256": page.sha256,
            "seen_at": seen_at,
            "fingerprint": page.sha256,
        }
        for page in pages
    ]
    sources = enforce(Source, pl.DataFrame(rows, schema=empty(Source).schema), "source_path")
    frames = read_batch(sources, content.__getitem__, _VOCABULARY)
    return frames | table_frames(frames) | check_batch(frames, _VOCABULARY.forms)


def end_to_end(pages: Sequence[Page]) -> dict[str, int]:
    """Bytes to facts and findings in DuckDB."""
    return store(_stored(batch(pages)))


def layouts(pages: Sequence[Page]) -> list[baseline.Layout]:
    """Learn where the cells stand, from the first page of each form and shape, read by us."""
    forms = {form.id: form for form in _VOCABULARY.forms}
    first = {page.kind: page for page in reversed(pages)}
    found = []
    for (form_id, _), page in sorted(first.items()):
        ((extraction,),) = cells([page])
        spots = {
            (cell.table_id, cell.row_code, cell.col_code): _spot(cell.place)
            for cell in extraction.cells
            if cell.reading
        }
        found.append(baseline.layout(forms[form_id], page, spots))
    return found


def pieces(pages: Sequence[Page]) -> dict[str, Piece]:
    """Return the pieces of work by name; what they are given ready is made here."""
    ready = batch(pages)
    facts, known = _stored(ready), layouts(pages)

    def parse_and_store(pages: Sequence[Page]) -> object:
        return bare_parse(pages), store(facts)

    def pandas(pages: Sequence[Page]) -> object:
        return store(baseline.read_check_store(pages, known))

    def warehouse(pages: Sequence[Page]) -> object:
        return load_warehouse(batch(pages))

    works: dict[str, Callable[[Sequence[Page]], object]] = {
        "parse": bare_parse,
        "judge": judged,
        "cells": cells,
        "cells cold": cells_cold,
        "parse + store": parse_and_store,
        "end to end": end_to_end,
        "warehouse": warehouse,
        "pandas": pandas,
    }
    own = {name: Piece(partial(work, pages), len(pages)) for name, work in works.items()}
    return own | boxed.pieces(pages)


def _stored(frames: Frames) -> Frames:
    return {name: frames[name] for name in (*FACTS, "findings")}


def _spot(place: str) -> baseline.Spot:
    grid, row, col = (int(part) - 1 for part in place.split(","))
    return grid, row, col
