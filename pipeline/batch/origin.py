"""Where one content came from: several files may hold the same bytes.

Belongs here: what the manifests of all these files say together. Does not belong here: reading
manifests (pipeline.intake) or files.
"""

from collections.abc import Mapping
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
    wanted = ("source_path", "sha256", "rule_id", "found")
    for path, content, rule_id, found in troubles.select(wanted).iter_rows():
        if load_rules()[rule_id].severity != "fatal":
            doubt = finding.Finding(rule_id, instance=path, printed=found)
            doubts.setdefault((path, content), []).append(doubt)
    answer = {}
    for (sha256,), group in sources.sort("source_path").group_by("sha256", maintain_order=True):
        told = {name: group[name].drop_nulls().first() for name in _TOLD}
        paths = group["source_path"]
        mine = [one for path in paths for one in doubts.get((path, str(sha256)), [])]
        answer[str(sha256)] = Origin(told, (*mine, *_conflicts(group)))
    return answer


def _conflicts(group: pl.DataFrame) -> list[finding.Finding]:
    found = []
    for name in _ONE_TRUTH:
        told = group.drop_nulls(name)
        if told[name].n_unique() > 1:
            printed = "; ".join(
                f"{path}: {value}" for path, value in told.select("source_path", name).rows()
            )
            found.append(finding.Finding("manifest_conflict", instance=name, printed=printed))
    return found
