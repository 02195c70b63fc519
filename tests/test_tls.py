"""A server that speaks TLS: one whose certificate nobody vouches for is not asked, one that is trusted is."""

import ssl

import pytest

from tests.certificates import self_signed
from tests.command import complaints, counts, run
from tests.servers import Server

KEY = "sk-sentinel-90bd3e"


@pytest.fixture(scope="module")
def certificate():
    return self_signed()


@pytest.fixture
def desk(certificate, tmp_path):
    (tmp_path / "ferry.txt").write_text("A ferry ran aground near Port Ellery on 4 May 2031.\n")
    for name, text in zip(("certificate.pem", "key.pem"), certificate, strict=True):
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def server(desk):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(desk / "certificate.pem", desk / "key.pem")
    with Server(lambda *_: {"actors": []}, tls=context) as one:
        yield one


def test_server_with_a_certificate_that_nobody_vouches_for_is_one_line_and_gets_no_key(desk, server):
    done = run("extract", "ferry.txt", "--model", "m", "--base-url", server.base_url, cwd=desk, OPENAI_API_KEY=KEY)
    (line,) = complaints(done)
    assert (done.returncode, done.stdout, server.seen) == (69, b"", [])
    assert f"the model's server at {server.base_url[:-3]} could not be reached" in line
    assert "no secure connection: certificate verify failed" in line


def test_server_whose_certificate_the_user_trusts_is_asked(desk, server):
    done = run(
        "extract", "ferry.txt", "--model", "m", "--base-url", server.base_url,
        cwd=desk, OPENAI_API_KEY=KEY, SSL_CERT_FILE=str(desk / "certificate.pem"),
    )  # fmt: skip
    assert (done.returncode, complaints(done), counts(done)["read"]) == (0, [], 1)
    assert [seen.headers["authorization"] for seen in server.seen] == [f"Bearer {KEY}"]
