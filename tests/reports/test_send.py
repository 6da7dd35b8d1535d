"""Messages by e-mail and webhook, to servers that really listen; no secret ever shows."""

import logging
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from pydantic import SecretStr

from pipeline.errors import MessageError
from pipeline.reports import Message, MessageSettings, send, settings_from_environment
from tests.reports.servers import HOST, mail_server, webhook

MESSAGE = Message("ogi-warehouse: 夜间任务失败", "第一行\nsecond line\n")
CANARY = "canary-7f3a"


def by_mail(port: int, **more: object) -> MessageSettings:
    told = {
        "mail_host": HOST,
        "mail_port": port,
        "mail_from": "ogi@example.org",
        "mail_to": "a@example.org, b@example.org",
        "mail_tls": "none",
    } | more
    return MessageSettings.model_validate(told)


def by_hook(url: str, kind: str) -> MessageSettings:
    return MessageSettings.model_validate({"webhook_url": SecretStr(url), "webhook_kind": kind})


def test_a_message_reaches_every_recipient_in_both_scripts() -> None:
    with mail_server() as mailbox:
        failures = send(MESSAGE, by_mail(mailbox.port))

    (letter,) = mailbox.letters
    assert failures == []
    assert mailbox.recipients == ["a@example.org", "b@example.org"]
    assert letter["Subject"] == MESSAGE.subject
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().replace("\r\n", "\n") == MESSAGE.text


def test_a_mail_server_that_refuses_is_one_line() -> None:
    with mail_server(refused=f"554 I heard {CANARY}") as mailbox:
        failures = send(MESSAGE, by_mail(mailbox.port))

    assert failures == [
        f"e-mail by {HOST}:{mailbox.port} (none): expected it to be taken, found SMTPDataError 554"
    ]


def test_a_password_is_never_sent_without_encryption() -> None:
    with mail_server() as mailbox:
        failures = send(
            MESSAGE, by_mail(mailbox.port, mail_tls="starttls", mail_user="u", mail_password=CANARY)
        )

    assert "SMTPNotSupportedError" in failures[0]
    assert not mailbox.letters
    assert not mailbox.logins


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate of the mail server")
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    command = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    names = f"subjectAltName=IP:{HOST}"
    subprocess.run(  # noqa: S603  # a certificate of our own
        [openssl, *command.split(), "-addext", names, "-keyout", path, "-out", f"{path}.crt"],
        check=True,
        capture_output=True,
    )
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


@pytest.mark.parametrize(
    ("password", "trusted", "found"),
    [
        ("right", True, ""),
        (CANARY, True, "SMTPAuthenticationError 535"),
        ("right", False, "SSLCertVerificationError"),
    ],
    ids=["taken", "wrong password", "unknown certificate"],
)
def test_a_login_goes_through_starttls_with_a_verified_certificate(  # noqa: PLR0913, PLR0917
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    password: str,
    trusted: bool,  # noqa: FBT001
    found: str,
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    caplog.set_level(logging.DEBUG)

    with mail_server(tls) as mailbox:
        settings = by_mail(
            mailbox.port, mail_tls="starttls", mail_user="ogi", mail_password=password
        )
        failures = send(MESSAGE, settings)

    assert " ".join(failures).endswith(found)
    assert len(mailbox.letters) == (not found)
    assert set(mailbox.logins) == ({(b"ogi", password.encode())} if trusted else set())
    assert CANARY not in " ".join([*failures, caplog.text, repr(settings)])


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("wecom", ("text", "content")),
        ("dingtalk", ("text", "content")),
        ("feishu", ("content", "text")),
        ("json", ("text",)),
    ],
)
def test_every_kind_of_webhook_gets_its_shape(
    caplog: pytest.LogCaptureFixture, kind: str, path: tuple[str, ...]
) -> None:
    caplog.set_level(logging.DEBUG)
    with webhook(answer=b'{"errcode": 0, "code": 0}') as hook:
        failures = send(MESSAGE, by_hook(f"{hook.url}/send?key={CANARY}", kind))

    (found,) = hook.bodies
    for name in path:
        found = found[name]
    assert failures == []
    assert CANARY not in caplog.text
    assert hook.paths == [f"/send?key={CANARY}"]
    assert MESSAGE.text in str(found)


def test_a_long_text_is_cut_to_what_the_robots_take() -> None:
    with webhook() as hook:
        send(Message("长", "长" * 3000), by_hook(hook.url, "wecom"))

    assert 1990 < len(hook.bodies[0]["text"]["content"].encode()) <= 2000


@pytest.mark.parametrize(
    ("kind", "status", "answer", "found"),
    [
        ("wecom", 200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}', "error code 93000"),
        ("feishu", 200, b'{"code": 19001}', "error code 19001"),
        ("dingtalk", 200, b"<html>", "JSONDecodeError"),
        ("json", 500, b"{}", "HTTP 500"),
        ("json", 302, b"{}", "HTTP 302"),
    ],
)
def test_a_webhook_that_does_not_take_it_is_one_line(
    kind: str, status: int, answer: bytes, found: str
) -> None:
    with webhook(status, answer, {"Location": f"/{CANARY}"}) as hook:
        failures = send(MESSAGE, by_hook(f"{hook.url}/{CANARY}", kind))

    assert failures == [f"webhook {kind} at {HOST}: expected it to be taken, found {found}"]
    assert len(hook.paths) == 1


def test_nobody_listens_and_the_secret_stays_in(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with webhook() as hook:
        gone = f"{hook.url}/{CANARY}"

    failures = send(Message(gone, f"at {gone}"), by_hook(gone, "json"))

    assert failures == [f"webhook json at {HOST}: expected it to be taken, found ConnectionError"]
    assert CANARY not in caplog.text


def test_one_way_that_fails_does_not_stop_the_other_and_secrets_are_blotted_out() -> None:
    with mail_server(refused="451 later") as mailbox, webhook() as hook:
        secret = f"{hook.url}/{CANARY}"
        settings = by_mail(mailbox.port, webhook_url=secret)
        failures = send(Message("s", f"failed: {secret}"), settings)

    assert len(failures) == 1
    assert hook.bodies == [{"subject": "s", "text": "failed: ***"}]


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not settings_from_environment().has_way
    monkeypatch.setenv("OGI_MAIL_HOST", "mail.example.org")
    monkeypatch.setenv("OGI_MAIL_FROM", "ogi@example.org")
    monkeypatch.setenv("OGI_MAIL_TO", "a@example.org,b@example.org")
    monkeypatch.setenv("OGI_MAIL_PASSWORD", CANARY)

    found = settings_from_environment()

    assert found.has_way
    assert (found.port, found.recipients) == (587, ["a@example.org", "b@example.org"])
    assert CANARY not in repr(found)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"OGI_MAIL_HOST": CANARY}, "OGI_MAIL_FROM, OGI_MAIL_TO not set"),
        ({"OGI_WEBHOOK_URL": f"ftp://{CANARY}"}, "expected an http or https address"),
        ({"OGI_WEBHOOK_URL": f"http://[{CANARY}"}, "expected an http or https address"),
        ({"OGI_MAIL_PORT": CANARY}, "OGI_MAIL_PORT: "),
        ({"OGI_WEBHOOK_KIND": CANARY}, "OGI_WEBHOOK_KIND: "),
        (
            {
                "OGI_MAIL_HOST": "h",
                "OGI_MAIL_FROM": "f",
                "OGI_MAIL_TO": "t",
                "OGI_MAIL_TLS": "none",
                "OGI_MAIL_PASSWORD": CANARY,
            },
            "a password needs OGI_MAIL_TLS",
        ),
    ],
    ids=["half", "scheme", "no address", "port", "kind", "clear text"],
)
def test_settings_that_do_not_fit_name_the_variable_and_no_value(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str], said: str
) -> None:
    for name, value in told.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(MessageError) as raised:
        settings_from_environment()

    assert said in str(raised.value)
    assert CANARY not in str(raised.value)
