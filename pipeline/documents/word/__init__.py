"""Files of word processors: docx, doc, rtf.

Belongs here: what they print, written as a plain page. Does not belong here: reading that page
(pipeline.documents.page), packages (pipeline.documents.container).
"""
