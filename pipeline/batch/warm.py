"""Makes a process ready to read: imported by the fork server of the sandbox and by nobody else.

Belongs here: what every reader would otherwise build for itself, each time a process is replaced:
forms, vocabulary, patterns, dictionaries. A child of the server finds all of it in its memory.
"""

import gc

from pipeline.batch import executor, opening  # noqa: F401  # what its work is made of
from pipeline.batch.reading import read_file
from pipeline.extract.label import own_vocabulary
from pipeline.extract.squeeze import label_pattern
from pipeline.intake import store  # noqa: F401

_PAGE = "<html><body><h1>政府信息公開(kāi)工作年度報告</h1><table><tr><td>1</table></body></html>"

label_pattern(own_vocabulary())
read_file(_PAGE.encode(), own_vocabulary())
gc.collect()
gc.freeze()  # a collection in a child would else copy what all of them share
