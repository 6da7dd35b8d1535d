"""Messages by webhook: WeCom 企业微信, DingTalk 钉钉, Feishu 飞书 group robots, or any service.

Belongs here: the shape that each kind of webhook takes, and whether it took the message. Does not
belong here: what the message says. The address is the secret: nothing that contains it is said.
"""

import logging
from typing import Final
from urllib.parse import urlsplit

import requests

from pipeline.errors import MessageError
from pipeline.reports.message import Message
from pipeline.reports.settings import MessageSettings

_TIMEOUT: Final = (5, 15)  # seconds to connect, and for the answer
_LONGEST: Final = 2000  # bytes: WeCom refuses texts above 2048
_OK: Final = range(200, 300)
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)  # DEBUG prints the address


def send_webhook(message: Message, settings: MessageSettings) -> str:
    """Post a message to the webhook, and return nothing to be said.

    Raises:
        MessageError: it was not taken: no answer, a redirect, an error in the answer.
    """
    url, kind = settings.webhook_url.get_secret_value(), settings.webhook_kind
    name = f"webhook {kind} at {urlsplit(url).hostname}"
    try:
        answer = requests.post(
            url, json=_shaped(message, kind), timeout=_TIMEOUT, allow_redirects=False
        )
        found = _refusal(answer, kind)
    except (requests.RequestException, OSError, ValueError) as exc:
        raise MessageError(f"{name}: expected it to be taken, found {type(exc).__name__}") from None
    if found:
        raise MessageError(f"{name}: expected it to be taken, found {found}")
    return ""


def _shaped(message: Message, kind: str) -> dict[str, object]:
    text = f"{message.subject}\n\n{message.text}"
    short = text.encode()[:_LONGEST].decode(errors="ignore")
    match kind:
        case "wecom" | "dingtalk":
            return {"msgtype": "text", "text": {"content": short}}
        case "feishu":
            return {"msg_type": "text", "content": {"text": text}}
    return {"subject": message.subject, "text": message.text}


def _refusal(answer: requests.Response, kind: str) -> str:
    """Say why the message was not taken; the robots answer 200 and put the error in the text."""
    if answer.status_code not in _OK:
        return f"HTTP {answer.status_code}"
    if kind == "json":
        return ""
    said = answer.json()
    codes = [said.get(key) for key in ("errcode", "code")] if isinstance(said, dict) else []
    bad = [code for code in codes if code]
    return f"error code {bad[0]}" if bad else ""
