"""A message by every way that is set, or by one of them.

Belongs here: that a way which fails does not keep the others from being tried. Does not belong
here: trying again (`post`).
"""

import logging
from collections.abc import Callable
from typing import Final

from pipeline.errors import MessageError
from pipeline.reports.mail import send_mail
from pipeline.reports.message import Message, blotted
from pipeline.reports.settings import MessageSettings
from pipeline.reports.webhook import send_webhook

_WAYS: Final[dict[str, Callable[[Message, MessageSettings], str]]] = {
    "mail": send_mail,
    "webhook": send_webhook,
}
_log = logging.getLogger(__name__)


def send(message: Message, settings: MessageSettings) -> list[str]:
    """Send a message by every way that is set.

    Returns:
        What went wrong, a line a way that failed; empty if every way took the message.
    """
    troubles = []
    for way in settings.ways:
        try:
            troubles.append(send_by(way, message, settings))
        except MessageError as exc:
            troubles.append(str(exc))
    failures = [trouble for trouble in troubles if trouble]
    _log.info("send: in=%d ways, failed=%d", len(settings.ways), len(failures))
    return failures


def send_by(way: str, message: Message, settings: MessageSettings) -> str:
    """Send a message by one way, and return what is to be said although it was taken.

    Raises:
        MessageError: it was not taken.
    """
    secrets = settings.secrets
    try:
        return blotted(_WAYS[way](message.without(secrets), settings), secrets)
    except MessageError as exc:
        raise MessageError(blotted(str(exc), secrets)) from None
