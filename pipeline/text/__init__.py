"""PURE. Bytes to text, text to canonical text, printed cell to figure.

Belongs here: everything that is true of text whatever document it stands in.
Does not belong here: statutory labels (schemas), tables (documents, extract).
"""
