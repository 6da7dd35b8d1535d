"""A message before it is sent.

Belongs here: subject and text, whatever the way they go. Does not belong here: what they say.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One message: a subject of one line and plain text."""

    subject: str
    text: str

    def without(self, secrets: Iterable[str]) -> "Message":
        """Return the message with every secret blotted out."""
        return Message(blotted(self.subject, secrets), blotted(self.text, secrets))


def blotted(text: str, secrets: Iterable[str]) -> str:
    """Return a text with every secret blotted out."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return text
