"""SQL as data: the files under `sql/`, one object or step each, and the quoting of names.

Belongs here: finding statements and spelling names and literals of our own catalogue. Values never
come this way: they are parameters or registered frames.
"""

from pathlib import Path
from string import Template

import duckdb

SQL = Path(__file__).parent / "sql"


def run_all(con: duckdb.DuckDBPyConnection, folder: str) -> None:
    """Run every file of a folder under `sql/`, in the order of their names."""
    for path in statements(folder):
        con.execute(path.read_text(encoding="utf-8"))


def statements(folder: str) -> list[Path]:
    """List the files of a folder under `sql/`, in the order of their names."""
    return sorted((SQL / folder).glob("*.sql"))


def template(stem: str) -> Template:
    """Return a statement that is written once for several objects."""
    return Template((SQL / "templates" / f"{stem}.sql").read_text(encoding="utf-8"))


def name(word: str) -> str:
    """Quote a name."""
    return '"' + word.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quote a text."""
    return "'" + text.replace("'", "''") + "'"
