"""Pages: HTML to lines of prose and grids.

Belongs here: the swift and the careful way, spans, links. Its door is `html`. Does not belong here:
labels.
"""
