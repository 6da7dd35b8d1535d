"""Rows as text that a machine reads.

Belongs here: CSV and JSON of a frame. Does not belong here: tables for a person (`console`).
"""

import json
import math
from decimal import Decimal

import polars as pl


def csv_text(frame: pl.DataFrame) -> str:
    """Return a frame as CSV."""
    return frame.write_csv()


def json_text(frame: pl.DataFrame) -> str:
    """Return a frame as a JSON array, an object and line a row; decimals are exact numbers."""
    rows = ",\n ".join(map(_literal, frame.iter_rows(named=True)))
    return f"[\n {rows}\n]\n" if rows else "[]\n"


def plain(number: Decimal) -> str:
    """Write a decimal in plain notation, without idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _literal(value: object) -> str:
    match value:
        case Decimal():
            return plain(value)
        case dict():
            return (
                "{" + ", ".join(f"{_key(key)}: {_literal(one)}" for key, one in value.items()) + "}"
            )
        case list() | tuple():
            return "[" + ", ".join(map(_literal, value)) + "]"
        case float() if not math.isfinite(value):
            return "null"
    return json.dumps(value, ensure_ascii=False, default=str)


def _key(key: object) -> str:
    return json.dumps(str(key), ensure_ascii=False)
