"""Messages by e-mail.

Belongs here: one message to one mail server. Does not belong here: what the message says.
"""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final

from pipeline.errors import MessageError
from pipeline.reports.message import Message
from pipeline.reports.settings import MessageSettings

_TIMEOUT: Final = 20  # seconds to connect, and for every answer


def send_mail(message: Message, settings: MessageSettings) -> None:
    """Hand a message to the mail server.

    Raises:
        MessageError: the server did not take it for every recipient.
    """
    host, port = settings.mail_host, settings.port
    try:
        with _connected(settings) as server:
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
    if refused:
        raise MessageError(f"e-mail by {host}:{port}: refused for {', '.join(sorted(refused))}")


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
    mail["Message-ID"] = make_msgid(domain=settings.mail_from.rpartition("@")[2].strip("<> "))
    mail["Auto-Submitted"] = "auto-generated"  # no out-of-office answers
    mail.set_content(message.text)
    return mail
