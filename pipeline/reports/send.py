"""A message by every way that is set.

Belongs here: that a way which fails does not keep the others from being tried.
"""

import logging

from pipeline.errors import MessageError
from pipeline.reports.mail import send_mail
from pipeline.reports.message import Message, blotted
from pipeline.reports.settings import MessageSettings
from pipeline.reports.webhook import send_webhook

_log = logging.getLogger(__name__)


def send(message: Message, settings: MessageSettings) -> list[str]:
    """Send a message by every way that is set.

    Returns:
        What went wrong, a line a way that failed; empty if every way took the message.
    """
    secrets = settings.secrets
    ways = [send_mail] if settings.mail_host else []
    ways += [send_webhook] if settings.webhook_url.get_secret_value() else []
    failures = []
    for way in ways:
        try:
            way(message.without(secrets), settings)
        except MessageError as exc:
            failures.append(blotted(str(exc), secrets))
    _log.info("send: in=%d ways, failed=%d", len(ways), len(failures))
    return failures
