"""Many plausible reports, errors planted in them, and what must be found: `python -m bench rules`.

Belongs here: the drawing of agencies, their years and their prose; the planting of errors; what
truly follows from the printed cells, worked out the plain way without pipeline.quality; the count
of what was found. Does not belong here: the writing of files (tests.builders).
"""
