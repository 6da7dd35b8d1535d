"""Files that hold files: zip, OLE, MHTML, gzip.

Belongs here: their members, within limits and never on the disk. Does not belong here: what these
say.
"""
