"""What the command line says to a person, in English and Chinese.

Belongs here: the summary of a night, the status, tables on a terminal. Does not belong here: the
commands (pipeline.cli.commands) and what findings say (schemas/rules.toml).
"""

import sys
from collections.abc import Collection
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

import polars as pl
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from pipeline import warehouse
from pipeline.cli.rows import plain
from pipeline.intake.project import Site
from pipeline.warehouse import Status

_TEXTS = {
    "inbox_empty": {
        "en": "No delivered report in {inbox}: running on the example in {example}.",
        "zh": "{inbox} 中没有送达的报告：用示例数据 {example} 运行。",
    },
    "reading_example": {
        "en": "No production warehouse yet: reading the example in {warehouse}.",
        "zh": "尚无正式数据仓库：读取示例数据 {warehouse}。",
    },
    "absent": {
        "en": "Manifests name files that were not delivered ({count}): {names}",
        "zh": "清单中写到但没有送达的文件（{count}）：{names}",
    },
    "warehouse": {"en": "Warehouse", "zh": "数据仓库"},
    "published": {"en": "Published (UTC)", "zh": "发布时间（UTC）"},
    "age_hours": {"en": "Age in hours", "zh": "距今小时数"},
    "reports": {"en": "Reports", "zh": "报告"},
    "reports_read": {"en": "  with cells", "zh": "  读出单元格的"},
    "reports_unread": {"en": "  without any figure", "zh": "  没有读出数字的"},
    "cells": {"en": "Cells", "zh": "单元格"},
    "numbers": {"en": "  that hold a number", "zh": "  为数字的"},
    "findings": {"en": "Open findings", "zh": "未解决的问题"},
    "report": {"en": "publishers' figures", "zh": "发布机关的数字"},
    "extraction": {"en": "our reading", "zh": "读取过程"},
    "fatal": {"en": "fatal", "zh": "致命"},
    "error": {"en": "error", "zh": "错误"},
    "warning": {"en": "warning", "zh": "警告"},
    "info": {"en": "info", "zh": "提示"},
    "example_query": {
        "en": '\nFor example: .venv/bin/ogi query {option}"{sql}"',
        "zh": '\n例如：.venv/bin/ogi query {option}"{sql}"',
    },
}
EXAMPLE_SQL = (
    "select agency_name, report_year, received__total, handled_total__total"
    " from v_requests order by received__total desc nulls last, report_year limit 3"
)
_NAMED = 10
_PIPE_WIDTH = 300  # where no terminal cuts the lines
_COUNTS = ("reports", "reports_read", "reports_unread", "cells", "numbers")


def say(key: str, lang: str, **words: str) -> None:
    """Print one line on standard error."""
    sys.stderr.write(_TEXTS[key][lang].format(**words) + "\n")


def as_json(found: Status) -> dict[str, Any]:
    """Return the status as plain values, with its age in hours."""
    return {
        "warehouse": str(found.warehouse),
        "published": found.published.isoformat(),
        "age_hours": _age_hours(found),
        **found.counts,
        "findings": found.findings,
    }


def print_status(site: Site, found: Status, lang: str) -> None:
    """Print the status for a person."""
    lines = [
        (_TEXTS["warehouse"][lang], str(site.warehouse / warehouse.LINK)),
        (_TEXTS["published"][lang], f"{found.published:%Y-%m-%d %H:%M}"),
        (_TEXTS["age_hours"][lang], str(_age_hours(found))),
        *((_TEXTS[key][lang], str(found.counts[key])) for key in _COUNTS),
        (_TEXTS["findings"][lang], str(sum(int(one["findings"]) for one in found.findings))),
        *((_kind(one, lang), str(one["findings"])) for one in found.findings),
    ]
    width = max(cell_len(label) for label, _ in lines)
    for label, value in lines:
        sys.stdout.write(f"{label}{' ' * (width - cell_len(label))}  {value}\n")


def summary(site: Site, absent: Collection[str], lang: str) -> None:
    """Print what a night left behind, files that manifests name in vain, and one query."""
    print_status(site, warehouse.status(site.warehouse), lang)
    if absent:
        names = ", ".join(islice(absent, _NAMED)) + (" …" if len(absent) > _NAMED else "")
        sys.stdout.write(_TEXTS["absent"][lang].format(count=len(absent), names=names) + "\n")
    option = "--example " if site.name == "example" else ""
    sys.stdout.write(_TEXTS["example_query"][lang].format(option=option, sql=EXAMPLE_SQL) + "\n")
    table(warehouse.query(site.warehouse, EXAMPLE_SQL))


def _kind(one: dict[str, str | int], lang: str) -> str:
    return f"  {_TEXTS[str(one['origin'])][lang]}, {_TEXTS[str(one['severity'])][lang]}"


def _age_hours(found: Status) -> float:
    age = datetime.now(UTC) - found.published.replace(tzinfo=UTC)
    return round(age.total_seconds() / 3600, 1)


def table(answer: pl.DataFrame) -> None:
    """Print the answer to a query as a table."""
    grid = Table()
    console = Console() if sys.stdout.isatty() else Console(width=_PIPE_WIDTH)
    for name, dtype in answer.schema.items():
        grid.add_column(name, justify="right" if dtype.is_numeric() else "left")
    for row in answer.iter_rows():
        grid.add_row(*map(_shown, row))
    console.print(grid, markup=False)


def _shown(value: object) -> str:
    """Show a value; a decimal without idle zeros."""
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value)
