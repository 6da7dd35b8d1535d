"""Messages that wait until they are taken: real files, a real mail server, a real webhook."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.reports import Message, Outbox, post, post_waiting
from tests.reports.servers import HOST, Hook, Mailbox, mail_server, webhook

CANARY = "canary-93be"
MESSAGE = Message("夜间任务失败", "第一行\nsecond line\n")


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "data/outbox")


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with mail_server() as found:
        monkeypatch.setenv("OGI_MAIL_HOST", HOST)
        monkeypatch.setenv("OGI_MAIL_PORT", str(found.port))
        monkeypatch.setenv("OGI_MAIL_FROM", "ogi@example.org")
        monkeypatch.setenv("OGI_MAIL_TO", "a@example.org, b@example.org")
        monkeypatch.setenv("OGI_MAIL_TLS", "none")
        yield found


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    with webhook() as found:
        monkeypatch.setenv("OGI_WEBHOOK_URL", f"{found.url}/{CANARY}")
        yield found


def tick(outbox: Outbox, days: float = 0) -> str:
    return "\n".join(post_waiting(outbox, datetime.now(UTC) + timedelta(days=days)))


def test_a_way_that_took_it_is_not_asked_again_while_the_other_fails(
    outbox: Outbox, mailbox: Mailbox, hook: Hook
) -> None:
    mailbox.refused = "451 later"
    post(outbox, "run-1", MESSAGE)

    first, second = tick(outbox), tick(outbox)
    mailbox.refused = ""
    third, fourth = tick(outbox), tick(outbox)

    assert "SMTPDataError 451" in first
    assert second == first
    assert third == fourth == ""
    assert (len(hook.bodies), len(mailbox.letters)) == (1, 1)
    assert outbox.waiting() == []


def test_a_server_that_is_down_gets_it_when_it_is_back(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with webhook() as gone:
        monkeypatch.setenv("OGI_WEBHOOK_URL", gone.url)
    post(outbox, "run-1", MESSAGE)

    said = tick(outbox)
    with webhook() as back:
        monkeypatch.setenv("OGI_WEBHOOK_URL", back.url)
        tick(outbox)

    assert "ConnectionError" in said
    assert back.bodies == [{"subject": MESSAGE.subject, "text": MESSAGE.text}]


def test_a_letter_taken_for_some_recipients_or_with_a_rude_farewell_is_taken(
    outbox: Outbox, mailbox: Mailbox
) -> None:
    mailbox.unknown, mailbox.leave = "b@example.org", "421 go away"
    post(outbox, "run-1", MESSAGE)

    said, again = tick(outbox), tick(outbox)

    assert (said, again) == (f"e-mail by {HOST}:{mailbox.port}: refused for b@example.org", "")
    assert mailbox.recipients == ["a@example.org"]
    assert len(mailbox.letters) == 1


def test_every_try_has_the_same_message_id(outbox: Outbox, mailbox: Mailbox) -> None:
    for text in ("a", "a", "b"):
        post(outbox, "run-1", Message("s", text))
        tick(outbox)

    first, again, other = (letter["Message-ID"] for letter in mailbox.letters)
    assert first == again != other


def test_what_waits_is_for_the_owner_alone_and_holds_no_secret(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OGI_MAIL_PASSWORD", f"{CANARY}-p")
    monkeypatch.setenv("ogi_webhook_url", f"no address {CANARY}-u")  # settings know either case
    umask = os.umask(0)
    try:
        post(outbox, "run-1", Message("s", f"{CANARY}-p, no address {CANARY}-u: failed"))
    finally:
        os.umask(umask)

    (path,) = outbox.waiting()
    assert path.stat().st_mode & 0o777 == 0o600
    assert CANARY not in path.read_text(encoding="utf-8")
    assert "***, ***: failed" in path.read_text(encoding="utf-8")
    assert CANARY not in tick(outbox)


@pytest.mark.parametrize(
    "content",
    [b"", b'{"subject": "s", "te', b"[]", b'{"subject": 1, "text": ""}', b"\xff\xfe\x00"],
    ids=["empty", "half", "list", "number", "bytes"],
)
def test_a_file_half_written_is_named_and_stops_no_message(
    outbox: Outbox, hook: Hook, content: bytes
) -> None:
    outbox.folder.mkdir(parents=True)
    (outbox.folder / "broken.json").write_bytes(content)
    (outbox.folder / "begun.new").write_bytes(content)
    post(outbox, "run-1", MESSAGE)
    now = datetime.now(UTC).timestamp()
    os.utime(outbox.folder / "broken.json", (now - 60, now - 60))

    said = tick(outbox)

    assert said.startswith("message broken.json: cannot be read: ")
    assert len(hook.bodies) == 1
    assert "message broken: given up after 7 days, taken by nobody" in tick(outbox, days=8)
    assert tick(outbox, days=8) == ""
    assert list(outbox.folder.glob("[!.]*")) == []


def test_a_message_is_given_up_in_the_end_and_that_is_said(outbox: Outbox, hook: Hook) -> None:
    hook.status = 500
    post(outbox, "run-1", MESSAGE)

    late, too_late, after = tick(outbox, days=6.9), tick(outbox, days=7.1), tick(outbox, days=7.1)

    assert "HTTP 500" in late
    assert too_late == "message run-1: given up after 7 days, taken by nobody"
    assert after == ""
    assert len(hook.bodies) == 1


def test_it_is_given_up_although_the_settings_do_not_fit(
    outbox: Outbox, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(outbox, "run-1", MESSAGE)
    monkeypatch.setenv("OGI_MAIL_HOST", HOST)

    said, later = tick(outbox), tick(outbox, days=8)

    assert "OGI_MAIL_FROM, OGI_MAIL_TO not set" in said
    assert later.startswith("message run-1: given up")
    assert hook.bodies == []


def test_two_daemons_do_not_send_the_same(outbox: Outbox, hook: Hook) -> None:
    post(outbox, "run-1", MESSAGE)
    with outbox.alone() as is_alone:
        meanwhile = tick(outbox)
        sent = len(hook.bodies)

    tick(outbox)

    assert (is_alone, meanwhile, sent, len(hook.bodies)) == (True, "", 0, 1)


def test_the_same_occasion_waits_once_even_when_one_way_has_taken_it(
    outbox: Outbox, mailbox: Mailbox, hook: Hook
) -> None:
    hook.status = 500
    for _ in range(3):
        post(outbox, "run-1", MESSAGE)
        tick(outbox)

    assert len(mailbox.letters) == 1
    assert len(outbox.waiting()) == 1


def test_nothing_set_keeps_what_waits(outbox: Outbox) -> None:
    post(outbox, "run-1", MESSAGE)

    assert tick(outbox) == ""
    assert len(outbox.waiting()) == 1
