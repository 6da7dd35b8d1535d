"""PDF to blocks: characters and strokes to lines and grids.

Belongs here: everything that only PDF needs. Its door is `read`. Does not belong here: labels.
"""
