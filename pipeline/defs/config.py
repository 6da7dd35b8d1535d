"""What a person may ask of one night, in the launchpad or on the command line.

Belongs here: the run configuration of the nightly job and its descriptions.
"""

from typing import Any

import dagster as dg
from pydantic import Field


class NightConfig(dg.Config):
    """本次读取哪些报告: Which reports this night reads: what is new, and what is asked for."""

    example: bool = Field(
        default=False,
        description="Run on the repository's example county, never mixed with production."
        " 用示例县的数据运行，与正式数据分开。",
    )
    reparse: list[int] = Field(
        default=[],
        description="Report years to read again from the store, whatever is published."
        " 重新读取这些报告年度（从原件库）。",
    )
    reparse_reports: list[str] = Field(
        default=[],
        description="Ids of published reports (dim_report.report_id) to read again from the store."
        " 重新读取这些报告（dim_report 中的 report_id）。",
    )
    crawl: bool = Field(
        default=True,
        description="Ask the sites of config/sources.toml for what is new, before anything is read."
        " 先到 config/sources.toml 中的网站查找新报告。",
    )
    release: list[str] = Field(
        default=[],
        description="Slices that were held back (held_slice) and are let through this night: a"
        " source, or source/form_id. 本次放行的暂缓批次（held_slice）：来源，或 来源/格式。",
    )


def run_config(config: NightConfig) -> dict[str, Any]:
    """Return the run configuration of a night."""
    return {"ops": {"raw_inbox_reports": {"config": config.model_dump()}}}
