"""The contract of the frame of sections.

Belongs here: one row a section. Does not belong here: how its prose is found
(pipeline.extract.narrative), what is compared (pipeline.quality.copied).
"""

import pandera.polars as pa
import polars as pl

from schemas.frames import Frame


class ReportSection(Frame):
    """One row a heading of a report, in printed order; what stands before all of them is number 0.

    `section_id` is empty for a heading that the form does not know; `number` is the one printed
    before the heading, 0 for none. `character_count` counts letters, Han characters and digits of
    the section's prose; `text_signature` tells texts alike, see pipeline.quality.signature: empty
    where no rule compares them.
    """

    report_id: str
    section_no: pl.Int64
    section_id: str
    number: pl.Int64
    heading: str
    place: str
    character_count: pl.Int64
    text_signature: pl.List = pa.Field(dtype_kwargs={"inner": pl.UInt32})

    class Config(Frame.Config):
        unique = ["report_id", "section_no"]
