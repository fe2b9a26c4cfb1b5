"""``prtool probe`` against real servers on loopback, as a user would run it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from prtool.evidence.file import decode
from prtool.evidence.model import End, Layer, Media, Outcome, Param
from prtool.probe.layers import ask_models
from prtool.probe.target import Address, Target
from prtool.probe.wire import Wire
from tests.support.endpoint import (
    DONE,
    NOT_FOUND,
    RESET,
    STREAM_HEAD,
    Endpoint,
    Reply,
    always,
    answering,
    chunked,
    delta,
    failing,
    http,
    serving,
    streaming,
)
from tests.support.probing import MODEL, Probe

REMOTE = "http://gateway.example.com/v1/models"
PAGE = b"<!doctype html><title>Sign in</title>"


def test_an_endpoint_that_works_is_fine(probe: Probe) -> None:
    with serving() as endpoint:
        status = probe.ask(endpoint, "--label", "v2", "--max-tokens", "32")

    assert (status, probe.stderr) == (0, ""), probe.stdout
    assert "3 layers of 1 model on loopback: 3 fine" in probe.stdout
    stream = probe.attempt(Layer.STREAM)
    assert (stream.status, stream.chunks, stream.end) == (200, 2, End.DONE)
    assert stream.media is Media.EVENT_STREAM
    assert probe.attempt(Layer.MODELS).entries == 1
    lines = [request.line for request in endpoint.asked]
    assert lines == ["GET /v1/models HTTP/1.1"] + ["POST /v1/chat/completions HTTP/1.1"] * 2
    bodies = [request.body for request in endpoint.asked[1:]]
    assert [body["stream"] for body in bodies] == [False, True]
    assert {(body["model"], body["max_tokens"]) for body in bodies} == {(MODEL, 32)}
    assert not any("authorization" in request.headers for request in endpoint.asked)
    # Nothing is kept for the next request, and nothing is packed.
    heads = [
        (each.headers["connection"], each.headers["accept-encoding"]) for each in endpoint.asked
    ]
    assert heads == [("close", "identity")] * 3


def test_listed_but_not_served_is_called_the_defect(probe: Probe) -> None:
    with serving(chat=NOT_FOUND, stream=NOT_FOUND) as endpoint:
        assert probe.ask(endpoint) == 1

    assert probe.stdout.count("503 auth_not_found") == 2
    assert "Listed, but not served" in probe.stdout
    assert "This is the routing defect." in " ".join(probe.stdout.split())
    assert "3 layers of 1 model on loopback: 1 fine, 2 failed" in probe.stdout


def test_a_too_small_max_tokens_is_explained(probe: Probe) -> None:
    refusal = failing(400, "Invalid 'max_output_tokens': too small", "integer_below_min_value")
    with serving(chat=refusal, stream=refusal) as endpoint:
        assert probe.ask(endpoint, "--max-tokens", "1") == 1

    words = " ".join(probe.stdout.split())
    assert "does not take this max_tokens. Not a routing fault" in words
    assert "1 fine, 2 routed" in words
    failure = probe.attempt(Layer.CHAT).failure
    assert failure is not None
    assert failure.param is Param.MAX_TOKENS


def test_max_tokens_can_be_left_out(probe: Probe) -> None:
    with serving() as endpoint:
        assert probe.ask(endpoint, "--max-tokens", "0") == 0

    assert all("max_tokens" not in request.body for request in endpoint.asked[1:])


def _answering(layer: Layer, reply: Reply) -> AbstractContextManager[Endpoint]:
    """Serve one layer in a way of its own."""
    replies: dict[str, Any] = {layer.value: reply}
    return serving(**replies)


Case = tuple[Layer, Reply, Outcome, str]
HTML = always(http(200, PAGE, "text/html; charset=utf-8"))
ELSEWHERE = always(http(302, b"", None, f"Location: {REMOTE}"))
CASES: dict[str, Case] = {
    "a page": (Layer.MODELS, HTML, Outcome.HTML, "wrong port, or a proxy"),
    "a page without a type": (Layer.CHAT, always(http(200, PAGE, None)), Outcome.HTML, "HTML"),
    "a page as an error": (Layer.CHAT, always(http(502, PAGE, "text/html")), Outcome.HTML, "502"),
    "a redirect": (Layer.MODELS, ELSEWHERE, Outcome.REDIRECT, "not followed"),
    "a redirected chat": (Layer.CHAT, ELSEWHERE, Outcome.REDIRECT, "not followed"),
    "no JSON": (Layer.CHAT, always(http(200, b"ok")), Outcome.NOT_JSON, "no JSON"),
    "another shape": (Layer.CHAT, always(http(200, b'{"a":1}')), Outcome.WRONG_SHAPE, "shape"),
    "a list of another shape": (
        Layer.MODELS, always(http(200, b'{"data":null}')), Outcome.WRONG_SHAPE, "shape"),
    "an error after all": (
        Layer.CHAT, always(http(200, b'{"error":{"message":"x","code":"server_error"}}')),
        Outcome.ERROR_IN_BODY, "server_error"),
    "compressed": (
        Layer.CHAT, always(http(200, b"\x1f\x8b", "application/json", "Content-Encoding: gzip")),
        Outcome.ENCODED, "compressed"),
    "no content": (Layer.CHAT, always(http(204, b"")), Outcome.ODD_STATUS, "204"),
    "no HTTP": (Layer.MODELS, always(b"SSH-2.0-x\r\n"), Outcome.NOT_HTTP, "no HTTP"),
    "too many headers": (
        Layer.MODELS, always(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200 + b"\r\n"),
        Outcome.NOT_HTTP, "no HTTP"),
    "nothing": (Layer.CHAT, always(), Outcome.CLOSED, "without an answer"),
    "a reset": (Layer.CHAT, always(RESET), Outcome.CLOSED, "without an answer"),
    "half a body": (
        Layer.CHAT, always(b"HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n{}"), Outcome.CUT, "broke"),
    "half a head": (Layer.CHAT, always(b"HTTP/1.1 200 OK\r\nConte"), Outcome.NOT_JSON, "no JSON"),
    "a bad chunk size": (
        Layer.STREAM, always(STREAM_HEAD, b"zz\r\nx"), Outcome.CUT, "broke"),
    "a negative chunk size": (
        Layer.STREAM, always(STREAM_HEAD, b"-5\r\nx"), Outcome.CUT, "broke"),
    "no [DONE]": (Layer.STREAM, streaming(end=()), Outcome.NO_DONE, "without [DONE]"),
    "a broken stream": (
        Layer.STREAM, always(STREAM_HEAD, *chunked(delta("o"), ended=False)), Outcome.CUT, "broke"),
    "a reset in a stream": (
        Layer.STREAM, always(STREAM_HEAD, *chunked(delta("o"), ended=False), 0.05, RESET),
        Outcome.CUT, "broke"),
    "an empty stream": (Layer.STREAM, streaming(()), Outcome.EMPTY_STREAM, "nothing in it"),
    "a stream of nothing": (
        Layer.STREAM, streaming((), end=()), Outcome.EMPTY_STREAM, "nothing in it"),
    "an error in a stream": (
        Layer.STREAM, streaming(end=(b'data: {"error":{"message":"x","code":"timeout"}}\n\n',)),
        Outcome.STREAM_ERROR, "timeout error in the stream"),
    "a chunk that is none": (
        Layer.STREAM, streaming(end=(b"data: ok\n\n",)), Outcome.BAD_CHUNK, "chunk"),
    "no stream": (Layer.STREAM, answering(), Outcome.NOT_A_STREAM, "ignores 'stream'"),
    "an error in place of a stream": (Layer.STREAM, NOT_FOUND, Outcome.HTTP_ERROR, "defect"),
    "a key that is refused": (
        Layer.MODELS, always(http(401, b'{"error":"Invalid API key"}')), Outcome.HTTP_ERROR,
        "--key-env"),
    "a credential that is refused": (
        Layer.CHAT, failing(401, "x", "invalid_api_key"), Outcome.HTTP_ERROR,
        "refusing the router's credential"),
    "a limit": (Layer.CHAT, failing(429, "x"), Outcome.HTTP_ERROR, "Too many requests"),
    "a wrong path": (
        Layer.CHAT, always(http(404, b"404 page not found", "text/plain")), Outcome.HTTP_ERROR,
        "Nothing at this path"),
    "an unknown model": (
        Layer.CHAT, failing(404, "x", "model_not_found"), Outcome.HTTP_ERROR, "does not know the"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_told_and_explained(name: str, probe: Probe) -> None:
    layer, reply, outcome, words = CASES[name]
    with _answering(layer, reply) as endpoint:
        status = probe.ask(endpoint, "--timeout", "5")

    assert status == 1, probe.stdout
    assert probe.attempt(layer).outcome is outcome
    assert words in " ".join(probe.stdout.split())
    assert "Sign in" not in probe.stdout + probe.out.read_text()
    assert "gateway" not in probe.stdout + probe.out.read_text()


SLOW: dict[str, tuple[Layer, Reply, Outcome]] = {
    "no answer": (Layer.CHAT, always(6.0), Outcome.NO_ANSWER),
    "half a head, slowly": (Layer.CHAT, always(b"HTTP/1.1 200 OK\r\n", 6.0), Outcome.NO_ANSWER),
    "half a body": (
        Layer.CHAT, always(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", 6.0), Outcome.STALLED),
    "a stream that stops": (
        Layer.STREAM, always(STREAM_HEAD, *chunked(delta("o"), ended=False), 6.0), Outcome.STALLED),
    "a head drop by drop": (
        Layer.CHAT, always(b"HTTP/1.1 200 OK\r\n", *[0.1, b"a: b\r\n"] * 60), Outcome.NO_ANSWER),
    "a stream drop by drop": (
        Layer.STREAM, always(STREAM_HEAD, *[0.1, *chunked(b": x\n\n", ended=False)] * 60),
        Outcome.STALLED),
}  # fmt: skip


@pytest.mark.parametrize("name", SLOW)
def test_every_phase_has_a_time_out(name: str, probe: Probe) -> None:
    layer, reply, outcome = SLOW[name]
    begun = time.monotonic()
    with _answering(layer, reply) as endpoint:
        status = probe.ask(endpoint, "--timeout", "0.3")
        took = time.monotonic() - begun

    assert status == 1
    assert probe.attempt(layer).outcome is outcome
    assert "Time-out" in probe.stdout
    assert took < 4
    # Four times as long only where something comes all the time.
    assert (probe.attempt(layer).latency_ms < 1150) is ("drop by drop" not in name)


def test_a_slow_first_chunk_is_measured(probe: Probe) -> None:
    slow = always(
        STREAM_HEAD, 0.5, *chunked(delta("o"), ended=False), 0.5, *chunked(delta("k"), DONE)
    )
    with serving(stream=slow) as endpoint:
        assert probe.ask(endpoint) == 0

    stream = probe.attempt(Layer.STREAM)
    assert stream.head_ms is not None
    assert stream.first_chunk_ms is not None
    assert stream.head_ms < 450 <= stream.first_chunk_ms < 950 <= stream.latency_ms


def test_times_begin_with_the_request(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the connection takes is told by itself."""
    connect = socket.socket.connect

    def slowly(self: socket.socket, address: Any) -> None:
        time.sleep(0.5)
        connect(self, address)

    with serving() as endpoint:
        monkeypatch.setattr(socket.socket, "connect", slowly)
        assert probe.ask(endpoint) == 0

    chat = probe.attempt(Layer.CHAT)
    assert chat.connect_ms is not None
    assert chat.latency_ms < 450 <= chat.connect_ms


def test_a_chunk_that_is_none_ends_the_stream(probe: Probe) -> None:
    with serving(stream=streaming(end=(b"data: ok\n\n", DONE))) as endpoint:
        assert probe.ask(endpoint) == 1

    stream = probe.attempt(Layer.STREAM)
    assert (stream.outcome, stream.chunks, stream.end) == (Outcome.BAD_CHUNK, 3, End.LIMIT)


def test_a_stream_that_stays_open_after_its_end_is_left(probe: Probe) -> None:
    begun = time.monotonic()
    open_end = always(STREAM_HEAD, *chunked(delta("o"), DONE, ended=False), 6.0)
    with serving(stream=open_end) as endpoint:
        assert probe.ask(endpoint) == 0
        assert time.monotonic() - begun < 4


def test_an_endless_answer_is_given_up(probe: Probe) -> None:
    endless = always(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", *[b"x" * (1 << 20)] * 20
    )
    with serving(chat=endless) as endpoint:
        assert probe.ask(endpoint) == 1

    assert probe.attempt(Layer.CHAT).outcome is Outcome.TOO_LARGE


def test_a_chunk_of_any_size_is_given_up(probe: Probe) -> None:
    with serving(stream=always(STREAM_HEAD, *chunked(b"data: " + b"x" * (2 << 20)))) as endpoint:
        assert probe.ask(endpoint) == 1

    stream = probe.attempt(Layer.STREAM)
    assert (stream.outcome, stream.end) == (Outcome.TOO_LARGE, End.LIMIT)


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def test_nobody_there_is_no_result(probe: Probe) -> None:
    url = f"http://127.0.0.1:{_free_port()}/v1"

    assert probe("--base-url", url, "--model", MODEL, "--out", probe.out) == 2
    assert "Connection refused" in probe.stdout
    assert probe.stderr.startswith("prtool: error: no request could be sent")
    assert probe.attempt(Layer.CHAT).outcome is Outcome.REFUSED


def test_localhost_is_found_whatever_comes_first(probe: Probe) -> None:
    with serving() as endpoint:
        url = f"http://localhost:{endpoint.port}"

        assert probe("--base-url", url, "--model", MODEL) == 0


def test_plain_http_where_tls_is_meant(probe: Probe) -> None:
    with serving() as endpoint:
        url = endpoint.url.replace("http:", "https:")

        assert probe("--base-url", url, "--model", MODEL, "--timeout", "0.3") == 2

    assert "No encrypted connection" in probe.stdout


def test_tls_is_spoken_to_who_is_trusted(
    probe: Probe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-out", certificate, "-keyout", key],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(tls=context) as endpoint:
        args = ("--base-url", f"https://localhost:{endpoint.port}", "--model", MODEL)
        assert probe(*args) == 2
        assert "its certificate is not trusted" in probe.stdout

        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert probe(*args, "--json") == 0
        assert json.loads(probe.stdout)["target"] == {"place": "loopback", "scheme": "https"}

        # The port that https means anyway is no part of a host's name.
        address = Address(host="localhost", port=443, path="/v1", tls=True)
        places = ((socket.AF_INET, ("127.0.0.1", endpoint.port)),)
        target = Target(address=address, places=places, remote=False)
        ask_models(Wire(target, key=None, timeout_s=5))
        assert endpoint.asked[-1].headers["host"] == "localhost"


def test_a_redirect_is_not_followed(probe: Probe) -> None:
    with serving() as other:
        there = always(http(307, b"", None, f"Location: {other.url}/chat/completions"))
        with serving(chat=there, stream=there) as endpoint:
            assert probe.ask(endpoint) == 1

    assert other.asked == []


def test_a_key_is_sent_and_never_told(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    key = "sk-" + "k3y" * 9
    monkeypatch.setenv("PROBE_KEY", f"{key}\n")
    echo = failing(401, f"Incorrect API key provided: {key}", key, key)
    with serving(chat=echo, stream=echo) as endpoint:
        assert probe.ask(endpoint, "--key-env", "PROBE_KEY") == 1

    sent = {request.headers["authorization"] for request in endpoint.asked}
    assert sent == {f"Bearer {key}"}
    assert key not in probe.stdout + probe.out.read_text()
    assert probe.stderr == "", "on loopback nobody reads along"
    assert decode(probe.out.read_bytes(), "x").asked.key


def test_evidence_tells_neither_the_host_nor_a_path(probe: Probe, tmp_path: Path) -> None:
    with serving() as endpoint:
        assert probe.ask(endpoint) == 0

    text = probe.out.read_text()
    for private in (
        "127.0.0.1",
        "localhost",
        str(endpoint.port),
        str(tmp_path),
        os.uname().nodename,
    ):
        assert private not in text
    assert json.loads(text)["target"] == {"place": "loopback", "scheme": "http"}
