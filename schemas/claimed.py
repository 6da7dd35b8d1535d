"""The frame of what the prose of reports says of their figures.

Belongs here: its contract. Does not belong here: the words (schemas.claim).
"""

import polars as pl

from schemas.frames import Frame, Money


class Claim(Frame):
    """One row a number of the narrative whose meaning is understood, in its order in the report.

    `value` in `unit` as printed, per cent for shares and growth (negative: a fall); `tolerance` is
    how far the printed number may be rounded. `stated` are numbers of the same sentence that belong
    to it: the parts of a total (`3+4`), the count of a share. `is_scoped`: it is said of a whole
    region or of one office. `sentence_no` counts the sentences of the report.
    """

    report_id: str
    claim_no: pl.Int64
    rule_id: str
    quantity: str
    value: Money
    tolerance: Money
    unit: str
    stated: str
    is_scoped: bool
    section_id: str
    sentence_no: pl.Int64
    quote: str
    place: str

    class Config(Frame.Config):
        unique = ["report_id", "claim_no"]
