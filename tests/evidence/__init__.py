"""What is read of many reports, counted: `python -m tests.evidence`.

Belongs here: the drawing of reports, their comparison with what is read, the tables. Does not
belong here: the writing of files (tests.builders), assertions (tests.soak).
"""
