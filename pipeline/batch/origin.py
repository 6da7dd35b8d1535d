"""Where one content came from: several files may hold the same bytes.

Belongs here: what the manifests of all these files say together. Does not belong here: reading
manifests (pipeline.intake) or files.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from pandera.typing.polars import DataFrame

from schemas import finding
from schemas.frames import Source
from schemas.rule import load_rules

_TOLD: Final = ("agency_id", "report_year", "source_url", "published_on")
# One report may well be published at two addresses, and both are kept by path.
_ONE_TRUTH: Final = ("agency_id", "report_year", "published_on")


@dataclass(frozen=True, slots=True)
class Origin:
    """What the manifests say of one content, null where all are silent, and the doubts."""

    told: Mapping[str, Any]
    doubts: tuple[finding.Finding, ...]


def origins(sources: DataFrame[Source], troubles: pl.DataFrame) -> dict[str, Origin]:
    """Return the origin of every content by its hash; of several files the first by path counts.

    Args:
        sources: one row a file.
        troubles: one row a source and rule that it breaks; those that are not fatal become doubts.
    """
    doubts: dict[tuple[str, str], list[finding.Finding]] = {}
    told = ("source_path", "sha256", "rule_id", "found")
    for path, content, rule_id, found in troubles.select(told).iter_rows():
        if load_rules()[rule_id].severity != "fatal":
            doubt = finding.Finding(rule_id, instance=path, printed=found)
            doubts.setdefault((path, content), []).append(doubt)
    wanted = ("sha256", "source_path", *_TOLD)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in sources.select(wanted).sort("source_path").iter_rows(named=True):
        groups.setdefault(row["sha256"], []).append(row)
    return {
        sha256: Origin(
            {name: _first(row[name] for row in rows) for name in _TOLD},
            (
                *(one for row in rows for one in doubts.get((row["source_path"], sha256), ())),
                *_conflicts(rows),
            ),
        )
        for sha256, rows in groups.items()
    }


def _first(values: Iterable[Any]) -> Any:  # noqa: ANN401  # a column of any kind
    return next((value for value in values if value is not None), None)


def _conflicts(rows: Sequence[Mapping[str, Any]]) -> list[finding.Finding]:
    found = []
    for name in _ONE_TRUTH:
        told = [row for row in rows if row[name] is not None]
        if len({row[name] for row in told}) > 1:
            printed = "; ".join(f"{row['source_path']}: {row[name]}" for row in told)
            found.append(finding.Finding("manifest_conflict", instance=name, printed=printed))
    return found
