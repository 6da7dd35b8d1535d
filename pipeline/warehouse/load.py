"""One batch into an open warehouse, in one transaction.

Belongs here: the staging of frames and the order of the steps (`sql/load`, run by name). Does not
belong here: files, locks and links (`publish`). Before: the frames of a batch. After: `check`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

import duckdb
import pandera.polars as pa
import polars as pl

from pipeline.errors import ContractError
from pipeline.warehouse.crawled import crawl_reasons
from pipeline.warehouse.rulebook import rulebook
from pipeline.warehouse.schema import apply, codebook
from pipeline.warehouse.statement import SQL, statements, template
from schemas.claimed import Claim
from schemas.crawl import CrawlLog, CrawlPage
from schemas.decision import Correction, Waiver, Withdrawal
from schemas.form import FORMS, load_forms
from schemas.frames import (
    Agency,
    Fact,
    Finding,
    IdentityResult,
    MoneyFact,
    Report,
    Source,
    Subject,
    enforce,
)
from schemas.holding import HeldReport, HeldSlice
from schemas.section import ReportSection
from schemas.series import LocalDeadline

FRAMES: Final[dict[str, type[pa.DataFrameModel]]] = {
    "sources": Source,
    "reports": Report,
    "sections": ReportSection,
    "proactive_disclosure": MoneyFact,
    "requests": Fact,
    "disputes": Fact,
    "indicators": MoneyFact,
    "identity_results": IdentityResult,
    "findings": Finding,
    "claims": Claim,
    "subjects": Subject,
    "agency_findings": Finding,
    "agencies": Agency,
    "withdrawals": Withdrawal,
    "corrections": Correction,
    "waivers": Waiver,
    "held_slices": HeldSlice,
    "held_reports": HeldReport,
    "local_deadlines": LocalDeadline,
    "crawl_pages": CrawlPage,
    "crawl_log": CrawlLog,
}
SMALL: Final = 2_000_000
_SHARE: Final = 0.1


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


def load(
    con: duckdb.DuckDBPyConnection,
    batch: Mapping[str, pl.DataFrame],
    run: Run,
    *,
    small: int = SMALL,
) -> None:
    """Replace the reports of a batch and renew what depends on them, in an open transaction.

    Args:
        con: an open warehouse of the newest layout that nobody else has open, or an empty database.
        batch: one frame a name of `FRAMES`, of the grain of its model.
        run: written to load_log, finding_event and build_info.
        small: a fact table of fewer rows is always in the order of its cells.

    Raises:
        ContractError: a frame breaks its contract; nothing has changed.
    """
    forms = load_forms()
    frames = _enforced(batch) | {"cells": codebook(forms)} | rulebook(forms)
    judges = _judges()
    frames["crawl_reasons"] = crawl_reasons()
    frames["run"] = _run_frame(run, apply(con, forms, run.at))
    for name, frame in frames.items():
        con.register(f"staged_{name}", frame)
    for step in statements("load"):
        con.execute(step.read_text(encoding="utf-8"))
        if judge := judges.get(step.stem):
            judge(con)
    _reorder(con, small)


def _judges() -> dict[str, Callable[[duckdb.DuckDBPyConnection], None]]:
    """Return what is judged by rules while the batch is loaded, by the step after which.

    A judge reads the open warehouse and registers the findings that the next steps take up. The
    rules take their time to import, and those who only read the warehouse never need them.
    """
    from pipeline.warehouse.decisions import judge_decisions  # noqa: PLC0415
    from pipeline.warehouse.series import judge_series  # noqa: PLC0415

    return {"13_identity_result": judge_series, "14_waiver": judge_decisions}


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what is done inside, or nothing of it."""
    con.begin()
    try:
        yield
    except BaseException:
        con.rollback()
        raise
    con.commit()


def _enforced(batch: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    if set(batch) != set(FRAMES):
        raise ContractError(f"batch: expected the frames {sorted(FRAMES)}, found {sorted(batch)}")
    return {name: enforce(model, batch[name]) for name, model in FRAMES.items()}


def _run_frame(run: Run, layout_hash: str) -> pl.DataFrame:
    # The forms lie below the other declarations.
    declared = b"".join(path.read_bytes() for path in sorted(FORMS.parent.rglob("*.toml")))
    row = {
        "run_id": run.run_id,
        # A timestamp without zone is UTC everywhere in the warehouse.
        "run_at": run.at.astimezone(UTC).replace(tzinfo=None),
        "code_version": run.code_version,
        "schema_hash": sha256(declared).hexdigest(),
        "layout_hash": layout_hash,
    }
    return pl.DataFrame([row], schema_overrides={"run_at": pl.Datetime("us")})


def _reorder(con: duckdb.DuckDBPyConnection, small: int) -> None:
    """Write fact tables anew in the order of their cells where tonight left them out of it.

    A column of one cell packs and skips far better; rewriting a large table each night would cost
    more than the last few unordered rows do.
    """
    disordered = (SQL / "disordered.sql").read_text(encoding="utf-8")
    for (fact,) in con.execute(disordered, {"small": small, "share": _SHARE}).fetchall():
        con.execute(template("reorder").substitute(fact=fact))
