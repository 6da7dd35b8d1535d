"""A mail server and a webhook that really listen, on the loopback only."""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"


@dataclass(slots=True)
class Mailbox:
    """What a mail server received: envelopes' recipients, letters, and who logged in."""

    port: int = 0
    refused: str = ""
    unknown: str = ""  # a recipient whom it refuses
    leave: str = "221 bye"
    recipients: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  # as aiosmtpd calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, to: str, options: list[str]
    ) -> str:
        if to == self.unknown:
            return "550 unknown"
        envelope.rcpt_tos.append(to)
        envelope.rcpt_options.extend(options)
        return "250 known"

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        return self.leave

    async def handle_DATA(  # noqa: N802  # the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.refused:
            return self.refused
        self.recipients += envelope.rcpt_tos
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 taken"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, told: object
    ) -> AuthResult:
        assert isinstance(told, LoginPassword)
        self.logins.append((told.login, told.password))
        return AuthResult(success=told.password == b"right", handled=False)


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None, refused: str = "") -> Iterator[Mailbox]:
    with socket.create_server((HOST, 0)) as free:  # aiosmtpd wants to know the port beforehand
        mailbox = Mailbox(port=free.getsockname()[1], refused=refused)
    controller = Controller(
        mailbox,
        hostname=HOST,
        port=mailbox.port,
        tls_context=tls,
        require_starttls=tls is not None,
        authenticator=mailbox.authenticate if tls else None,
        auth_required=tls is not None,
    )
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


@dataclass(slots=True)
class Hook:
    """What a webhook received, and what it answers."""

    status: int = 200
    answer: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    url: str = ""
    paths: list[str] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def webhook(
    status: int = 200, answer: bytes = b"{}", headers: dict[str, str] | None = None
) -> Iterator[Hook]:
    hook = Hook(status, answer, headers or {})

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hook.paths.append(self.path)
            length = int(self.headers["Content-Length"])
            hook.bodies.append(json.loads(self.rfile.read(length)))
            self.send_response(hook.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(hook.answer)))
            for name, value in hook.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(hook.answer)

        do_GET = do_POST  # noqa: N815  # what a followed redirect would call

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with HTTPServer((HOST, 0), Handler) as server:
        hook.url = f"http://{HOST}:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield hook
        finally:
            server.shutdown()
            thread.join()
