"""Drafts as files, read, checked and published in three nights, and what was found of them.

Belongs here: the way through the pipeline and the list of findings. Does not belong here: what
should have been found (truth), the count (score).
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.batch.batch import Frames, assign_agencies, check_batch, read_batch, table_frames
from pipeline.extract.label import Vocabulary
from pipeline.warehouse import Run, publish, query, report_heads
from pipeline.warehouse.load import FRAMES
from schemas.form import load_forms
from schemas.frames import Agency, Report, Source, empty, enforce
from tests.planted.agencies import register
from tests.planted.drafts import Draft, file_of

_FIRST_NIGHT: Final = datetime(2026, 11, 23, 18, tzinfo=UTC)
_NIGHTS: Final = 3
_FOUND: Final = """
    select coalesce(agency_id, ''), report_year, rule_id, instance, severity, origin, state,
        message_zh, printed, expected
    from finding
    where severity <> 'info' and status in ('open', 'reopened')
"""


class Found(NamedTuple):
    """A finding above info, as the warehouse holds it."""

    agency_id: str
    report_year: int | None
    rule_id: str
    instance: str
    severity: str
    origin: str
    state: str
    message: str
    printed: str
    expected: str

    @property
    def key(self) -> tuple[str, int | None]:
        """Agency and year."""
        return self.agency_id, self.report_year


def findings(drafts: Sequence[Draft], folder: Path) -> list[Found]:
    """Publish drafts in three nights and return what the last of them leaves open.

    A third of the reports comes each night, so that a neighbour may come before or after.
    """
    bodies = {draft.body.agency_id: draft.body for draft in drafts}
    vocabulary, agencies = Vocabulary(load_forms()), register(list(bodies.values()))
    published = [draft for draft in drafts if draft.is_published]
    for night in range(_NIGHTS):
        batch = _batch(published[night::_NIGHTS], vocabulary, agencies, folder)
        at = _FIRST_NIGHT + timedelta(days=night)
        publish(folder, batch, Run(f"night-{night}", at, "planted"))
    found = query(folder, _FOUND)
    return [Found(*row) for row in found.iter_rows()]


def _batch(
    drafts: Sequence[Draft], vocabulary: Vocabulary, agencies: DataFrame[Agency], folder: Path
) -> Frames:
    frames = _read(drafts, vocabulary)
    heads = report_heads(folder)
    told = assign_agencies(DataFrame[Report](frames["reports"]), heads, agencies)
    known = frames | told | {"agencies": agencies}
    return {name: known.get(name, _nothing(model)) for name, model in FRAMES.items()}


def _read(drafts: Sequence[Draft], vocabulary: Vocabulary) -> Frames:
    contents: dict[str, bytes] = {}
    rows = []
    for draft in drafts:
        path, data = file_of(draft)
        sha256 = hashlib.sha256(data).hexdigest()
        contents[sha256] = data
        rows.append(
            {
                "source_path": path,
                "sha256": sha256,
                "report_year": None if draft.title is None else draft.year,
                "published_on": draft.published,
                "source_url": f"https://example.invalid/{path}",
                "seen_at": _FIRST_NIGHT.replace(tzinfo=None),
                "fingerprint": sha256,
            }
        )
    schema = empty(Source).schema
    given = pl.DataFrame(rows, schema={name: schema[name] for name in rows[0]})
    silent = {name: pl.lit(None, kind) for name, kind in schema.items() if name not in rows[0]}
    sources = enforce(Source, given.with_columns(**silent).select(*schema), "source_path", "sha256")
    frames = read_batch(sources, contents.__getitem__, vocabulary)
    return frames | table_frames(frames) | check_batch(frames, vocabulary.forms)


def _nothing(model: type[pa.DataFrameModel]) -> pl.DataFrame:
    return enforce(model, empty(model))
