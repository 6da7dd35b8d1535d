"""Files of spreadsheets: xlsx, xls, and the XML of 2003.

Belongs here: cells as they are shown. Does not belong here: packages
(pipeline.documents.container).
"""
