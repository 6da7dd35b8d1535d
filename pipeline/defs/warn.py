"""What a publish warns of, in the log of its run.

Belongs here: rows of config that name nothing, slices that are held back. Does not belong here:
findings, which are rows of the warehouse.
"""

from collections.abc import Collection

import dagster as dg
import polars as pl

from pipeline.warehouse import Published


def warn(
    context: dg.AssetExecutionContext,
    held_slices: pl.DataFrame,
    published: Published,
    released: Collection[str],
) -> None:
    """Log every row of config that names nothing, every held slice, and releases while some are."""
    for name in published.unknown_withdrawals:
        context.log.warning("config/withdrawals.csv names %s, which was never delivered", name)
    for name in published.unknown_corrections:
        context.log.warning("config/corrections.csv names %s, of which there is no report", name)
    for name in published.unknown_waivers:
        context.log.warning("config/waivers.csv names %s, which is no finding", name)
    for message in held_slices["message_en"]:
        context.log.warning("%s", message)
    if released:
        context.log.info("let through, if held back: %s", ", ".join(released))
