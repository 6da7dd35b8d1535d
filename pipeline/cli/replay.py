"""`ogi replay`: what the program as it is would change in the published warehouse.

Belongs here: options, printing, totals over all files. Does not belong here: reading and comparing
(pipeline.batch.replay).
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from pipeline.cli.options import (
    NO_REPORT,
    AsJson,
    InLang,
    Lang,
    OnExample,
    failing,
    published_site,
)

if TYPE_CHECKING:
    from pipeline.batch.replay import Compared

_CELLS: Final = ("gained", "lost", "changed", "restated")
_VERDICTS: Final = ("newly_holding", "newly_broken", "newly_undecided")
_CELLS_SHOWN: Final = 20  # of one report
_COUNTS: Final = ("files", "unpublished", "damaged", "unread")


@dataclass(slots=True)
class Totals:
    """What all files change together."""

    counts: Counter[str] = field(default_factory=Counter)
    cells: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    reports: int = 0

    def add(self, found: "Compared") -> None:
        """Add what some files change."""
        self.counts.update({name: getattr(found, name) for name in _COUNTS})
        where = found.cells.select("form_id", "table_id", "method", "kind")
        self.cells.update((form or "", *rest) for form, *rest in where.iter_rows())
        self.verdicts.update(found.verdicts["kind"].to_list())

    def rows(self) -> list[dict[str, Any]]:
        """Return the cells that differ by form, table and method."""
        keys = sorted({key[:3] for key in self.cells})
        return [
            {"form_id": form, "table_id": table, "method": method}
            | {kind: self.cells[form, table, method, kind] for kind in _CELLS}
            for form, table, method in keys
        ]


def replay(
    *,
    limit: Annotated[
        int, typer.Option("--limit", min=0, metavar="N", help="Reports that are shown one by one.")
    ] = 20,
    as_json: AsJson = False,
    example: OnExample = False,
    lang: InLang = Lang.en,
) -> None:
    """重读比较: Read the whole store again, print what would change; publishes nothing."""
    from pipeline.batch.replay import replay as compare  # noqa: PLC0415
    from pipeline.extract.label import Vocabulary  # noqa: PLC0415
    from schemas.form import load_forms  # noqa: PLC0415

    totals = Totals()
    shown: list[dict[str, Any]] = []
    with failing():
        site = published_site(lang, example=example)
        for found in compare(site, Vocabulary(load_forms())):
            totals.add(found)
            for report in _changed(found):
                totals.reports += 1
                if totals.reports > limit:
                    continue
                if as_json:
                    shown.append(report)
                else:
                    sys.stdout.writelines(_lines(report, lang))
    if as_json:
        sys.stdout.write(json.dumps(_summary(totals, shown), ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(_closing(totals, limit, lang))
    raise typer.Exit(NO_REPORT if totals.counts["unread"] or totals.counts["damaged"] else 0)


def _changed(found: "Compared") -> Iterator[dict[str, Any]]:
    """Yield the reports that come out otherwise, each with its changes."""
    cells = _grouped(found.cells.iter_rows(named=True))
    verdicts = _grouped(found.verdicts.iter_rows(named=True))
    for report in found.reports.iter_rows(named=True):
        name = report["report_id"]
        mine, judged = cells.get(name, []), verdicts.get(name, [])
        if mine or judged or report["form_id"] != report["form_before"]:
            yield report | {"cells": mine, "identities": judged}


def _grouped(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.pop("report_id"), []).append(row)
    return found


def _lines(report: dict[str, Any], lang: str) -> Iterator[str]:
    from pipeline.cli.texts import text  # noqa: PLC0415

    before, now = report["form_before"] or "-", report["form_id"] or "-"
    form = now if before == now else f"{before} → {now}"
    head = (report["report_id"], report["agency_name"], report["report_year"], form)
    yield f"{' '.join(str(one or '-') for one in head)} {report['source_path']}\n"
    kinds = Counter(one["kind"] for one in (*report["cells"], *report["identities"]))
    counts = (f"{text(kind, lang)} {kinds[kind]}" for kind in (*_CELLS, *_VERDICTS) if kinds[kind])
    yield f"  {', '.join(counts) or text('form', lang)}\n"
    telling = [one for one in report["cells"] if one["kind"] != "restated"]
    for one in telling[:_CELLS_SHOWN]:
        place = f"{one['table_id']}/{one['row_code']}/{one['col_code']}"
        yield f"  {text(one['kind'], lang)} {place}: {one['before']} → {one['after']}\n"
    if len(telling) > _CELLS_SHOWN:
        yield f"  {text('replay_more', lang, count=len(telling) - _CELLS_SHOWN)}\n"
    for one in report["identities"][:_CELLS_SHOWN]:
        place = f"{one['rule_id']} {one['instance']}"
        yield f"  {text(one['kind'], lang)} {place}: {one['before']} → {one['after']}\n"


def _closing(totals: Totals, limit: int, lang: str) -> Iterator[str]:
    from pipeline.cli.texts import text  # noqa: PLC0415

    counts = totals.counts
    if totals.reports > limit:
        yield text("replay_more", lang, count=totals.reports - limit) + "\n"
    yield text("replayed", lang, files=counts["files"]) + "\n"
    if counts["unpublished"] or counts["damaged"]:
        yield text("replay_aside", lang, **counts) + "\n"
    if counts["unread"]:
        yield text("replay_unread", lang, **counts) + "\n"
    if not totals.reports:
        yield text("replay_same", lang) + "\n"
        return
    yield text("replay_changed", lang, reports=totals.reports) + "\n"
    for row in totals.rows():
        where = (row["form_id"] or "-", row["table_id"], row["method"] or "-")
        said = ", ".join(f"{text(kind, lang)} {row[kind]}" for kind in _CELLS if row[kind])
        yield f"  {' '.join(where)}: {said}\n"
    judged = [f"{text(kind, lang)} {totals.verdicts[kind]}" for kind in _VERDICTS]
    yield f"  {text('identities', lang)}: {', '.join(judged)}\n"


def _summary(totals: Totals, shown: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **{name: totals.counts[name] for name in _COUNTS},
        "reports_changed": totals.reports,
        "cells": totals.rows(),
        "identities": {kind: totals.verdicts[kind] for kind in _VERDICTS},
        "reports": shown,
    }
