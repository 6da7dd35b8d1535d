"""Messages that go out in the end: kept first, then tried until every way that is set took them.

Belongs here: what is tried, how often, what is never sent twice. Does not belong here: files
(`outbox`), the ways (`send`), when to try (pipeline.defs).
A way may be asked again if the process dies between its answer and the note of it, or if the answer
never came; nothing else makes it so.
"""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from pipeline.errors import MessageError
from pipeline.reports.message import Message
from pipeline.reports.outbox import Outbox, kept, note_taken, taken_by
from pipeline.reports.send import send, send_by
from pipeline.reports.settings import (
    MessageSettings,
    secrets_of_environment,
    settings_from_environment,
)

_AT_ONCE: Final = 15  # seconds; a server that hangs takes longer, and the next message waits


def post(outbox: Outbox, name: str, message: Message) -> list[str]:
    """Keep a message for `post_waiting`; send it at once if it cannot be kept.

    Returns:
        What went wrong, a line each.
    """
    try:
        outbox.put(name, message.without(secrets_of_environment()))
    except OSError as exc:
        # A full disk is a likely reason for a message: it must not stop it.
        return [f"message {name}: cannot be kept, is tried this once: {exc}", *_sent(message)]
    return []


def post_waiting(outbox: Outbox, now: datetime) -> list[str]:
    """Try all messages that wait by all ways that have not taken them; give old ones up.

    Args:
        outbox: where they wait.
        now: an aware moment.

    Returns:
        What went wrong, a line each.
    """
    troubles: list[str] = []
    try:
        if outbox.waiting():
            with outbox.alone() as is_alone:
                troubles += outbox.give_up(now) if is_alone else []
                for trouble in _tried(outbox) if is_alone else ():
                    troubles.append(trouble)  # kept if the next one raises
    except MessageError as exc:
        troubles.append(str(exc))
    except OSError as exc:
        troubles.append(f"outbox: {exc}")
    return troubles


def _sent(message: Message) -> list[str]:
    try:
        return send(message, settings_from_environment())
    except MessageError as exc:
        return [str(exc)]


def _tried(outbox: Outbox) -> Iterator[str]:
    settings = settings_from_environment()
    until = time.monotonic() + _AT_ONCE
    for path in outbox.waiting():
        if time.monotonic() < until:
            yield from _tried_one(path, settings)


def _tried_one(path: Path, settings: MessageSettings) -> Iterator[str]:
    try:
        message = kept(path)
    except (OSError, ValueError) as exc:
        yield f"message {path.name}: cannot be read: {type(exc).__name__}"
        return
    for way in settings.ways:
        if way in taken_by(path):
            continue
        try:
            remark = send_by(way, message, settings)
        except MessageError as exc:
            yield str(exc)
            continue
        path = note_taken(path, way)
        yield from [remark] if remark else []
    if settings.has_way and taken_by(path).issuperset(settings.ways):
        path.unlink(missing_ok=True)
