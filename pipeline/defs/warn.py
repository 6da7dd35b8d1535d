"""What a publish warns of, in the log of its run.

Belongs here: rows of config and releases that name nothing, slices that are held back. Does not
belong here: findings, which are rows of the warehouse.
"""

from collections.abc import Collection
from typing import Final

import dagster as dg
import polars as pl

from pipeline.warehouse import Published

_SLICE: Final = ("source", "form_id")


def warn(
    context: dg.AssetExecutionContext,
    held_slices: pl.DataFrame,
    published: Published,
    idle_releases: Collection[str],
) -> None:
    """Log every row of config and every release that names nothing, and every held slice."""
    for name in published.unknown_withdrawals:
        context.log.warning("config/withdrawals.csv names %s, which was never delivered", name)
    for name in published.unknown_corrections:
        context.log.warning("config/corrections.csv names %s, of which there is no report", name)
    for name in published.unknown_waivers:
        context.log.warning("config/waivers.csv names %s, which is no finding", name)
    for message in held_slices["message_en"]:
        context.log.warning("%s", message)
    named = [f"{source}/{form}" for source, form in held_slices.select(_SLICE).iter_rows()]
    for name in idle_releases:
        is_held = ", ".join(named) or "nothing is held back"
        context.log.warning("release %s: expected a slice that is held back: %s", name, is_held)
