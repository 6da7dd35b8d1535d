"""The fork server of the sandbox, started while the caller is still busy with its imports.

Belongs here: nothing that takes long to import. Does not belong here: reading (`executor`).
"""

from typing import Final

from pipeline.documents.sandbox.keeper import start_server

WARM: Final = ("pipeline.batch.warm",)


def start_ahead() -> None:
    """Let the server get ready in the background."""
    start_server(WARM)
