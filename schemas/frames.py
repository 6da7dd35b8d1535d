"""The contracts of every frame that crosses a floor.

Belongs here: pandera models, one a frame, with the grain as docstring. Does not belong here:
arithmetic. Validate eager frames only (a lazy frame is checked for its schema alone).
"""

from functools import cache
from typing import Annotated, Any, Final, TypeVar, cast

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaError, SchemaErrors
from pandera.typing.polars import DataFrame

from pipeline.errors import ContractError

MONEY: Final = pl.Decimal(24, 6)
Money = Annotated[pl.Decimal, 24, 6]
Moment = Annotated[pl.Datetime, "us", None]
Model = TypeVar("Model", bound=pa.DataFrameModel)
STATUSES: Final = (
    "number", "blank", "dash", "not_applicable", "text", "unreadable", "ambiguous", "missing",
)  # fmt: skip
METHODS: Final = ("", "cell", "word", "label", "ocr", "fused", "placed", "repaired")
SEVERITIES: Final = ("fatal", "error", "warning", "info")
STATES: Final = ("broken", "undecidable", "holds_if_blank_is_zero")


class Frame(pa.DataFrameModel):
    """A frame of exactly the columns that it declares."""

    class Config:
        strict = True
        coerce = False


class Source(Frame):
    """One row a source path and content seen there; what is told of it, null where it is silent.

    `attached_to` is the source path of the page that the file belongs to, `seen_at` the first sight
    of this content at this path, UTC; `fingerprint` covers all that a reading depends on.
    """

    source_path: str
    sha256: str
    agency_id: str = pa.Field(nullable=True)
    report_year: pl.Int64 = pa.Field(nullable=True)
    source_url: str = pa.Field(nullable=True)
    published_on: pl.Date = pa.Field(nullable=True)
    attached_to: str = pa.Field(nullable=True)
    seen_at: Moment
    fingerprint: str

    class Config(Frame.Config):
        unique = ["source_path", "sha256"]


class Trouble(Frame):
    """One row a source and rule that it breaks before it is read; see rules.toml."""

    source_path: str
    sha256: str
    rule_id: str
    found: str

    class Config(Frame.Config):
        unique = ["source_path", "sha256", "rule_id"]


class Agency(Frame):
    """One row an agency of the register, `config/agencies.csv`; empty text where it is silent.

    `aliases` are other names; `valid_from` and `valid_to` the first and last day of the agency,
    null while open; `parent_id` and `coordinator` are agency ids; `division_code` is its GB/T 2260
    code. `scope`: its reports are `consolidated` (all agencies below it) or its `own`;
    `reorganised_on`: days of mergers and the like.
    """

    agency_id: str = pa.Field(unique=True)
    agency_name: str
    aliases: pl.List = pa.Field(dtype_kwargs={"inner": pl.String})
    level: str
    parent_id: str
    division_code: str
    valid_from: pl.Date = pa.Field(nullable=True)
    valid_to: pl.Date = pa.Field(nullable=True)
    coordinator: str
    scope: str = pa.Field(isin=("", "consolidated", "own"))
    reorganised_on: pl.List = pa.Field(dtype_kwargs={"inner": pl.Date})


class Subject(Frame):
    """One row a report, published or new: whose it is; null while its name fits two agencies."""

    report_id: str = pa.Field(unique=True)
    agency_id: str = pa.Field(nullable=True)


class Report(Frame):
    """One row a report; a file in which none is found is one row without a form.

    `told_agency_id` is what manifests say; whose report it is, the Subject frame decides. `region`
    tells agencies of one name apart: the host that published it; empty where the name itself does.
    `member` is the path of its file within an archive, empty for a file by itself.
    """

    report_id: str = pa.Field(unique=True)
    sha256: str
    report_no: pl.Int64
    source_path: str
    source_url: str = pa.Field(nullable=True)
    told_agency_id: str = pa.Field(nullable=True)
    agency_name: str
    region: str
    report_year: pl.Int64 = pa.Field(nullable=True)
    form_id: str = pa.Field(nullable=True)
    title: str
    published_on: pl.Date = pa.Field(nullable=True)
    document_format: str
    charset: str
    charset_declared: str
    member: str
    fingerprint: str


class RawCell(Frame):
    """One row for every cell of a report's form, printed or not; `printed` is the source text.

    `reading` is how the text was found: `cell`, `label` (its label matched by nearness), `fused`
    (from a run without borders), `placed` (by order and identities), `ocr` (recognised), `repaired`
    (such a figure, mended by sums), empty if not there; `is_ambiguous`: its digits fit in several.
    """

    report_id: str
    form_id: str
    table_id: str
    row_code: str
    col_code: str
    printed: str
    header_unit: str
    reading: str = pa.Field(isin=("", "cell", "label", "ocr", "fused", "placed", "repaired"))
    is_ambiguous: bool
    place: str

    class Config(Frame.Config):
        unique = ["report_id", "table_id", "row_code", "col_code"]


class Cell(Frame):
    """One row for every cell of a report's form, typed.

    `value` is the number as printed in `unit`, never converted, null unless status is `number`;
    `figure` is the same in plain decimal notation with the printed number of decimals. `trouble`
    says what a person should see in the printed text: `negative`, `fraction`, `damaged`,
    `footnote`, or nothing.
    """

    report_id: str
    form_id: str
    table_id: str
    row_code: str
    col_code: str
    printed: str
    value: Money = pa.Field(nullable=True)
    figure: str
    unit: str
    status: str = pa.Field(isin=STATUSES)
    method: str = pa.Field(isin=METHODS)
    trouble: str
    place: str

    class Config(Frame.Config):
        unique = ["report_id", "table_id", "row_code", "col_code"]


class Finding(Frame):
    """One row a finding: what, how grave, whose, where, printed, expected, in two languages."""

    report_id: str
    rule_id: str
    instance: str
    severity: str = pa.Field(isin=SEVERITIES)
    origin: str = pa.Field(isin=("extraction", "report"))
    state: str = pa.Field(isin=STATES)
    place: str
    printed: str
    expected: str
    message_zh: str
    message_en: str
    suggestion: str

    class Config(Frame.Config):
        unique = ["report_id", "rule_id", "instance", "state"]


class IdentityResult(Frame):
    """One row a report and identity instance; residual = left - right in items, null = unknown.

    `verdict` has four states; `unread` counts the needed cells that are no number.
    """

    report_id: str
    rule_id: str
    instance: str
    verdict: str = pa.Field(isin=("holds", *STATES))
    residual: pl.Int64 = pa.Field(nullable=True)
    unread: pl.Int64

    class Config(Frame.Config):
        unique = ["report_id", "rule_id", "instance"]


class Fact(Frame):
    """One row a report and cell of one statutory table; value as printed, in `unit`.

    Agency and year are the report's: the warehouse writes them beside each fact.
    """

    report_id: str
    form_id: str
    row_code: str
    col_code: str
    value: Money = pa.Field(nullable=True)
    unit: str
    status: str = pa.Field(isin=STATUSES)
    method: str = pa.Field(isin=METHODS)
    printed: str
    place: str

    class Config(Frame.Config):
        unique = ["report_id", "row_code", "col_code"]


class MoneyFact(Fact):
    """A fact of table 2 or of an indicator list; `value_cny` in yuan, null where it is no money."""

    value_cny: Money = pa.Field(nullable=True)


class CellChange(Frame):
    """One row a cell that two readings of a report do not give alike; see quality.difference."""

    report_id: str
    form_id: str = pa.Field(nullable=True)
    table_id: str
    row_code: str
    col_code: str
    kind: str = pa.Field(isin=("gained", "lost", "changed", "restated"))
    method: str
    before: str
    after: str

    class Config(Frame.Config):
        unique = ["report_id", "table_id", "row_code", "col_code"]


class VerdictChange(Frame):
    """One row a report and identity that comes out otherwise in another reading."""

    report_id: str
    rule_id: str
    instance: str
    kind: str = pa.Field(isin=("newly_holding", "newly_broken", "newly_undecided"))
    before: str
    after: str

    class Config(Frame.Config):
        unique = ["report_id", "rule_id", "instance"]


def enforce(model: type[Model], frame: pl.DataFrame, *key: str) -> DataFrame[Model]:
    """Sort a frame by its key and hold it to its contract.

    Raises:
        ContractError: names the model, and column, check and case of every failure.
    """
    if frame.is_empty() and frame.schema == _columns(model):
        # No row can break it; half the frames of a night are empty, and pandera takes its time.
        return cast("DataFrame[Model]", frame)
    try:
        return model.validate(frame.sort(key) if key else frame, lazy=True)
    except (SchemaError, SchemaErrors) as exc:
        cases: Any = exc.failure_cases
        raise ContractError(f"frame {model.__name__} breaks its contract: {cases}") from exc


def empty(model: type[pa.DataFrameModel]) -> pl.DataFrame:
    """Return an empty frame with the columns and types of a model."""
    return pl.DataFrame(schema=_columns(model))


@cache
def _columns(model: type[pa.DataFrameModel]) -> pl.Schema:
    columns = model.to_schema().columns.items()
    return pl.Schema({name: column.dtype.type for name, column in columns})
