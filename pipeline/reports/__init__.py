"""EDGE. What the warehouse says to people who do not sit in front of it.

Belongs here: messages and their senders (e-mail, webhooks of group chats), with their settings.
Does not belong here: queries, files of the project (but the outbox), deciding when a message is due
(pipeline.defs).
Secrets stay in the settings: no message, log line or exception of this room carries one.
"""

from pipeline.reports.message import Message
from pipeline.reports.night_failed import FailedNight, night_failed
from pipeline.reports.outbox import Outbox
from pipeline.reports.post import post, post_waiting
from pipeline.reports.send import send
from pipeline.reports.settings import MessageSettings, settings_from_environment
from pipeline.reports.slices_held import HeldBack, slices_held

__all__ = [
    "FailedNight",
    "HeldBack",
    "Message",
    "MessageSettings",
    "Outbox",
    "night_failed",
    "post",
    "post_waiting",
    "send",
    "settings_from_environment",
    "slices_held",
]
