"""Where messages go, read from the environment.

Belongs here: the variables OGI_MAIL_* and OGI_WEBHOOK_* and what must stand together. Does not
belong here: sending.
"""

import os
from typing import Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.errors import MessageError

WAYS: Final = "OGI_MAIL_HOST, OGI_MAIL_FROM, OGI_MAIL_TO / OGI_WEBHOOK_URL, OGI_WEBHOOK_KIND"
NO_WAY: Final = f"Nobody is told: set {WAYS}. 未设置通知方式，请设置上述变量。"
_SECRETS: Final = frozenset({"OGI_MAIL_PASSWORD", "OGI_WEBHOOK_URL"})
_PORTS: Final = {"starttls": 587, "ssl": 465, "none": 25}


class MessageSettings(BaseSettings):
    """OGI_MAIL_*: a mail server; OGI_WEBHOOK_*: a group chat or a service. All optional.

    `mail_to`: addresses with commas between; `mail_tls`: `starttls`, `ssl` or `none`; `mail_port`:
    587, 465 or 25 by default, in that order.
    """

    # An error would quote what it refuses, secrets too.
    model_config = SettingsConfigDict(
        env_prefix="OGI_", env_ignore_empty=True, hide_input_in_errors=True, frozen=True
    )

    mail_host: str = ""
    mail_port: int = 0
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_from: str = ""
    mail_to: str = ""
    mail_tls: Literal["starttls", "ssl", "none"] = "starttls"
    webhook_url: SecretStr = SecretStr("")
    webhook_kind: Literal["wecom", "dingtalk", "feishu", "json"] = "json"

    @model_validator(mode="after")
    def _is_coherent(self) -> Self:
        mail = {
            "OGI_MAIL_HOST": self.mail_host,
            "OGI_MAIL_FROM": self.mail_from,
            "OGI_MAIL_TO": self.mail_to,
        }
        missing = [name for name, value in mail.items() if not value]
        if missing and len(missing) < len(mail):
            raise ValueError(f"e-mail: expected {', '.join(mail)}; {', '.join(missing)} not set")
        if self.mail_tls == "none" and self.mail_password.get_secret_value():
            raise ValueError("e-mail: a password needs OGI_MAIL_TLS=starttls or ssl, found none")
        if self.webhook_url.get_secret_value() and not _host(self.webhook_url):
            raise ValueError("OGI_WEBHOOK_URL: expected an http or https address")
        return self

    @property
    def port(self) -> int:
        """The port of the mail server."""
        return self.mail_port or _PORTS[self.mail_tls]

    @property
    def recipients(self) -> list[str]:
        """The addresses that receive e-mail."""
        return [one.strip() for one in self.mail_to.split(",") if one.strip()]

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways that are set: mail, webhook."""
        told = {"mail": self.mail_host, "webhook": self.webhook_url.get_secret_value()}
        return tuple(way for way, address in told.items() if address)

    @property
    def has_way(self) -> bool:
        """At least one way for messages is set."""
        return bool(self.ways)

    @property
    def secrets(self) -> list[str]:
        """What must never be said."""
        kept = (self.mail_password, self.webhook_url)
        return [value for secret in kept if (value := secret.get_secret_value())]


def settings_from_environment() -> MessageSettings:
    """Read the settings.

    Raises:
        MessageError: they do not fit together; names the variables, never their values.
    """
    try:
        return MessageSettings()
    except ValidationError as exc:
        said = "; ".join(
            f"{'OGI_' + '_'.join(map(str, one['loc'])).upper() + ': ' if one['loc'] else ''}"
            f"{one['msg'].removeprefix('Value error, ')}"
            for one in exc.errors(include_input=False, include_context=False)
        )
        raise MessageError(f"settings of messages: {said}") from None


def secrets_of_environment() -> list[str]:
    """Return what must never be said nor kept, even if the settings do not fit together."""
    return [value for name, value in os.environ.items() if name.upper() in _SECRETS and value]


def _host(address: SecretStr) -> str:
    try:
        parts = urlsplit(address.get_secret_value())
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in {"http", "https"} else ""
