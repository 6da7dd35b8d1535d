"""Messages by e-mail.

Belongs here: one message to one mail server. Does not belong here: what the message says.
"""

import hashlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate
from typing import Final

from pipeline.errors import MessageError
from pipeline.reports.message import Message
from pipeline.reports.settings import MessageSettings

_TIMEOUT: Final = 20  # seconds to connect, and for every answer


def send_mail(message: Message, settings: MessageSettings) -> str:
    """Hand a message to the mail server, and return which recipients it refused beside others.

    Raises:
        MessageError: the server took it for nobody.
    """
    host, port = settings.mail_host, settings.port
    try:
        with _conversation(settings) as server:
            if settings.mail_user:
                server.login(settings.mail_user, settings.mail_password.get_secret_value())
            refused = server.send_message(_written(message, settings))
    except (smtplib.SMTPException, OSError, ValueError) as exc:
        # The server's own words may repeat what it was told: only the kind and the code are kept.
        code = getattr(exc, "smtp_code", "")
        raise MessageError(
            f"e-mail by {host}:{port} ({settings.mail_tls}): expected it to be taken,"
            f" found {type(exc).__name__} {code}".rstrip()
        ) from None
    # It is taken: to try again would reach the others twice.
    return f"e-mail by {host}:{port}: refused for {', '.join(sorted(refused))}" if refused else ""


@contextmanager
def _conversation(settings: MessageSettings) -> Iterator[smtplib.SMTP]:
    """Talk to the server; how it takes leave says nothing about the message."""
    server = _connected(settings)
    try:
        yield server
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        server.close()


def _connected(settings: MessageSettings) -> smtplib.SMTP:
    host, port = settings.mail_host, settings.port
    if settings.mail_tls == "ssl":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT, context=context)
    server = smtplib.SMTP(host, port, timeout=_TIMEOUT)
    if settings.mail_tls == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _written(message: Message, settings: MessageSettings) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = settings.mail_from
    mail["To"] = ", ".join(settings.recipients)
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = _id(message, settings)
    mail["Auto-Submitted"] = "auto-generated"  # no out-of-office answers
    mail.set_content(message.text)
    return mail


def _id(message: Message, settings: MessageSettings) -> str:
    """Return the same id at every try, so that a letter whose receipt got lost shows once."""
    digest = hashlib.sha256(f"{message.subject}\n{message.text}".encode()).hexdigest()
    return f"<{digest[:32]}@{settings.mail_from.rpartition('@')[2].strip('<> ')}>"
