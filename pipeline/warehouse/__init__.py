"""The warehouse: one DuckDB file a night, published whole or not at all.

Belongs here: table and view definitions, the load, the publish and read-only access; the only
package that imports duckdb. Does not belong here: parsing, rules and what a figure means.
Before: the frames of a batch (pipeline.batch). After: analysts and pipeline.reports.
"""

from pipeline.warehouse.ask import processed, published_readings, report_heads, series_told
from pipeline.warehouse.link import CURRENT, LINK
from pipeline.warehouse.load import Run
from pipeline.warehouse.publish import STEPS, Published, publish
from pipeline.warehouse.read import current, query
from pipeline.warehouse.status import Status, status
from pipeline.warehouse.stored import Stored, stored

__all__ = [
    "CURRENT",
    "LINK",
    "STEPS",
    "Published",
    "Run",
    "Status",
    "Stored",
    "current",
    "processed",
    "publish",
    "published_readings",
    "query",
    "report_heads",
    "series_told",
    "status",
    "stored",
]
