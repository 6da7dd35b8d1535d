"""Whose certificate is looked at: that of every host whose source does not say otherwise."""

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pipeline.intake.crawl.crawl import crawl
from pipeline.intake.crawl.ledger import FOLDER, crawls
from pipeline.intake.crawl.visit import Outcome
from tests.intake.crawl.servers import LIST, links, serving, site, sources

AT: Final = datetime.now(UTC)
STRICT: Final = "strict.example"
TRUSTING: Final = "trusting.example"


def self_signed(folder: Path) -> ssl.SSLContext:
    """Return a server's side with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, STRICT)])
    names = x509.SubjectAlternativeName([x509.DNSName(one) for one in (STRICT, TRUSTING)])
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    plain = serialization.NoEncryption()
    own = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(own + signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_a_certificate_that_nobody_vouches_for_is_refused_unless_its_source_says_otherwise(
    tmp_path: Path,
) -> None:
    with serving({LIST: links("/a.html")}, tls=self_signed(tmp_path)) as server:
        found = sources(server, STRICT, TRUSTING, scheme="https")
        made = tuple(replace(one, verify=one.id != "trusting") for one in found.sources)
        crawl(site(tmp_path), replace(found, sources=made), AT)

    (told,) = crawls(tmp_path / "store" / FOLDER)
    visits = {one.url: one for one in told.visits}
    strict = visits[f"https://{STRICT}:{server.port}{LIST}"]
    assert strict.outcome is Outcome.failed
    assert "certificate" in strict.detail.lower()
    assert visits[f"https://{TRUSTING}:{server.port}{LIST}"].outcome is Outcome.read
    assert {one.host for one in server.asked} == {TRUSTING}


def test_a_certificate_that_is_vouched_for_is_good_for_its_names_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving({LIST: links("/a.html")}, tls=self_signed(tmp_path)) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
        crawl(site(tmp_path), sources(server, STRICT, "other.example", scheme="https"), AT)

    (told,) = crawls(tmp_path / "store" / FOLDER)
    outcomes = {one.url: one.outcome for one in told.visits}
    assert outcomes[f"https://{STRICT}:{server.port}{LIST}"] is Outcome.read
    assert outcomes[f"https://other.example:{server.port}{LIST}"] is Outcome.failed
    assert {one.host for one in server.asked} == {STRICT}
