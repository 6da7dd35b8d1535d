"""PDF pages that are pictures to the same document that a text layer gives, by recognition.

Belongs here: bitmaps, ruled lines on them, what is recognised and whether to believe it. Needs the
extra `ocr`; only `read` is asked from outside. Does not belong here: layout (pdf), sums (extract).
"""
