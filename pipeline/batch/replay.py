"""The whole store read again by the program as it is, and held against what is published.

Belongs here: the way of some hundred files at a time through reading and comparison, so that no
more is ever in memory. Does not belong here: the comparison itself (pipeline.quality.difference).
Nothing is written, neither to the store nor to the warehouse.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.batch.batch import Frames, check_batch, read_batch
from pipeline.batch.version import code_version
from pipeline.extract.label import Vocabulary
from pipeline.intake.inbox import Delivery, stored_sources
from pipeline.intake.project import Site
from pipeline.intake.store import Store
from pipeline.quality.difference import cell_changes, verdict_changes
from pipeline.warehouse import Stored, stored
from schemas.frames import CellChange, Source, VerdictChange, enforce

FILES_AT_ONCE: Final = 500
_HEAD: Final = ("report_id", "agency_name", "report_year", "form_id", "source_path")
_CELL: Final = (
    "report_id", "form_id", "table_id", "row_code", "col_code", "value", "unit", "status",
    "method", "printed", "place",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """What a new reading of some files changes.

    `files` are stored; `unpublished` of them the warehouse does not hold yet, and `damaged` can no
    longer be read from the store: there is nothing to compare. `unread` reports give no figure now.
    `reports`: report_id, agency_name, report_year, form_id, source_path of every report that either
    reading gives, with `form_before`.
    """

    files: int
    unpublished: int
    damaged: int
    unread: int
    reports: pl.DataFrame
    cells: DataFrame[CellChange]
    verdicts: DataFrame[VerdictChange]


def replay(
    site: Site, vocabulary: Vocabulary, *, files_at_once: int = FILES_AT_ONCE
) -> Iterator[Compared]:
    """Read every stored file again and compare it with what the published warehouse holds.

    Args:
        site: its store is read, its warehouse asked.
        vocabulary: the labels of all forms.
        files_at_once: so many files are in memory at a time.

    Raises:
        WarehouseMissingError: nothing has been published yet.
        StoreError: store or warehouse cannot be read.
    """
    delivery = stored_sources(site, code_version())
    contents = delivery.sources["sha256"].unique().sort().to_list()
    with stored(site.warehouse) as published:
        for start in range(0, len(contents), files_at_once):
            some = contents[start : start + files_at_once]
            yield _compared(site, delivery, some, vocabulary, published)


def _compared(
    site: Site,
    delivery: Delivery,
    contents: list[str],
    vocabulary: Vocabulary,
    published: Stored,
) -> Compared:
    known = published.reports(contents)
    held = known["sha256"].unique().to_list()
    frames = _read(site, delivery, held, vocabulary)
    sound = frames["reports"].filter(pl.col("sha256").is_in(held))
    contents_read = sound["sha256"].unique().to_list()
    known = known.filter(pl.col("sha256").is_in(contents_read))
    fresh = sound.select(_HEAD)
    heads = known.select(_HEAD).join(
        fresh, on="report_id", how="full", coalesce=True, suffix="_now"
    )
    reports = heads.select(
        "report_id",
        *(pl.coalesce(f"{name}_now", name).alias(name) for name in ("agency_name", "report_year")),
        form_id="form_id_now",
        source_path=pl.coalesce("source_path_now", "source_path"),
        form_before="form_id",
    )
    return Compared(
        files=len(contents),
        unpublished=len(contents) - len(held),
        damaged=len(held) - len(contents_read),
        unread=fresh["form_id"].null_count(),
        reports=reports.sort("report_id"),
        cells=cell_changes(published.cells(contents_read), frames["cells"].select(_CELL)),
        verdicts=verdict_changes(published.verdicts(contents_read), frames["identity_results"]),
    )


def _read(site: Site, delivery: Delivery, contents: list[str], vocabulary: Vocabulary) -> Frames:
    mine = pl.col("sha256").is_in(contents)
    sources = enforce(Source, delivery.sources.filter(mine), "source_path", "sha256")
    troubles = delivery.troubles.filter(mine)
    frames = read_batch(sources, Store(site.store).read, vocabulary, troubles)
    return frames | check_batch(frames, vocabulary.forms)
