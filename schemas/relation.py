"""What a form says of figures together: sums, duties, bounds, what prose repeats.

Belongs here: these declarations. Does not belong here: the cells themselves (schemas.form), the
evaluation of a sum (pipeline.quality), what follows for digits that ran together
(pipeline.extract.indicators.pairs).
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Declaration(BaseModel):
    """An entry of a form's file: nothing that it does not know, and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Identity(Declaration):
    """A printed identity: the sum of `left` equals the sum of `right`, over each row or column."""

    rule: str
    table: str
    each: Literal["row", "column"]
    left: tuple[str, ...]
    right: tuple[str, ...]
    quote: str
    source: str


class Duty(Declaration):
    """A column that must be filled in every row."""

    rule: str
    table: str
    column: str


class Bound(Declaration):
    """No part exceeds the whole, over each row or column: plausible, but an agency may err."""

    table: str
    each: Literal["row", "column"]
    parts: tuple[str, ...]
    whole: str


class Told(Declaration):
    """A cell whose figure the prose repeats, behind one of some phrases.

    In a statutory table `unit` must stand behind the figure, and the clause before the phrase must
    hold none of the words `never`, with which it would speak of something else.
    """

    table: str
    row: str
    column: str
    phrases: tuple[str, ...]
    unit: str = ""
    never: tuple[str, ...] = ()
