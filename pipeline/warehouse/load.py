"""One batch into an open warehouse, in one transaction.

Belongs here: the staging of frames and the order of the steps (`sql/load`, run by name). Does not
belong here: files, locks and links (`publish`). Before: the frames of a batch. After: `check`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

import duckdb
import pandera.polars as pa
import polars as pl

from pipeline.errors import ContractError
from pipeline.warehouse.check import check
from pipeline.warehouse.schema import apply, codebook
from pipeline.warehouse.statement import run_all
from schemas.form import FORMS, PHRASES, Form, load_forms
from schemas.frames import (
    Fact,
    Finding,
    IdentityResult,
    ProactiveDisclosure,
    Report,
    Source,
    enforce,
)
from schemas.rule import RULES

FRAMES: Final[dict[str, type[pa.DataFrameModel]]] = {
    "sources": Source,
    "reports": Report,
    "proactive_disclosure": ProactiveDisclosure,
    "requests": Fact,
    "disputes": Fact,
    "identity_results": IdentityResult,
    "findings": Finding,
}


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the night: its id, its moment (an aware datetime), the hash of the parser."""

    run_id: str
    at: datetime
    code_version: str

    def __post_init__(self) -> None:
        """Refuse a moment without a time zone."""
        if self.at.tzinfo is None:
            raise ContractError(f"run {self.run_id}: expected a time with a zone, found {self.at}")


def load(con: duckdb.DuckDBPyConnection, batch: Mapping[str, pl.DataFrame], run: Run) -> None:
    """Replace the reports of a batch, renew what depends on them, and check the whole.

    Args:
        con: an open warehouse that nobody else has open, or an empty database.
        batch: one frame a name of `FRAMES`, of the grain of its model.
        run: written to load_log and build_info.

    Raises:
        ContractError: a frame or the loaded tables break their contract; nothing has changed.
    """
    forms = load_forms()
    for name, frame in _staged(batch, run, forms).items():
        con.register(f"staged_{name}", frame)
    with _transaction(con):
        apply(con, forms)
        run_all(con, "load")
        check(con)


def _staged(
    batch: Mapping[str, pl.DataFrame], run: Run, forms: tuple[Form, ...]
) -> dict[str, pl.DataFrame]:
    if set(batch) != set(FRAMES):
        raise ContractError(f"batch: expected the frames {sorted(FRAMES)}, found {sorted(batch)}")
    frames: dict[str, pl.DataFrame] = {
        name: enforce(model, batch[name]) for name, model in FRAMES.items()
    }
    return frames | {"cells": codebook(forms), "run": _run_frame(run)}


def _run_frame(run: Run) -> pl.DataFrame:
    declared = b"".join(
        path.read_bytes() for path in (*sorted(FORMS.glob("*.toml")), RULES, PHRASES)
    )
    row = {
        "run_id": run.run_id,
        # A timestamp without zone is UTC everywhere in the warehouse.
        "run_at": run.at.astimezone(UTC).replace(tzinfo=None),
        "code_version": run.code_version,
        "schema_hash": sha256(declared).hexdigest(),
    }
    return pl.DataFrame([row], schema_overrides={"run_at": pl.Datetime("us")})


@contextmanager
def _transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    con.begin()
    try:
        yield
    except BaseException:
        con.rollback()
        raise
    con.commit()
