"""The real reports with their expected cells.

Belongs here: reading the index, the expected cells and the undecidable ones. Does not belong here:
reading the documents.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.builders import Key

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"


@dataclass(frozen=True, slots=True)
class Case:
    """A real report: its file, its form and year, the printed text by cell."""

    case: str
    path: Path
    form_id: str
    report_year: int
    printed: dict[Key, str]
    undecidable: frozenset[Key]


def cases() -> Iterator[Case]:
    """Yield the cases in order; none where the corpus is not at hand."""
    if not CORPUS.exists():
        return
    undecidable = [(row["case"], _key(row)) for row in _rows("undecidable.csv")]
    for row in _rows("index.csv"):
        case = row["case"]
        yield Case(
            case,
            CORPUS / "raw" / row["file"],
            row["form_id"],
            int(row["report_year"]),
            {_key(cell): cell["printed"] for cell in _rows(f"expected/{case}.csv")},
            frozenset(key for one, key in undecidable if one == case),
        )


def _key(row: dict[str, str]) -> Key:
    return row["table_id"], row["row_code"], row["col_code"]


def _rows(name: str) -> list[dict[str, str]]:
    path = CORPUS / name
    if not path.exists():
        return []  # a control prints no cell
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
