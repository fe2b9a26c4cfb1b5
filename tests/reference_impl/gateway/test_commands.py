"""`python -m reference_impl serve|demo|unit` as processes."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reference_impl.gateway.unit import Unit
from tests.support.endpoint import http, serving
from tests.support.gateways import ALIAS

ROOT = Path(__file__).parents[3]
CONFIG = f"""\
openai-compatibility:
  - name: acme
    base-url: http://127.0.0.1:9/v1
    api-key-entries: [{{api-key: upstream-key}}]
    models: [{{name: gpt-5.5, alias: "{ALIAS}"}}]
routing: {{session-affinity: true}}
"""


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "reference_impl", *words]


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(*words), cwd=ROOT, env=_environment(),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG, "utf-8")
    return path


@contextlib.contextmanager
def _serving(
    config: Path, variant: str, host: str = "127.0.0.1"
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    words = _command(
        "serve", "--config", str(config), "--variant", variant, "--host", host, "--port", "0"
    )
    with subprocess.Popen(
        words, cwd=ROOT, env=_environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith(f"serving {variant} on http://{host}:")
            yield process, line.split()[-1]
        finally:
            if process.poll() is None:
                process.kill()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_serve_says_where_answers_and_ends_when_told(config: Path, end: signal.Signals) -> None:
    with _serving(config, "v7.1.50") as (process, url):
        with urllib.request.urlopen(f"{url}/v1/models", timeout=10) as answer:
            assert [entry["id"] for entry in json.load(answer)["data"]] == [ALIAS]
        process.send_signal(end)
        output, errors = process.communicate(timeout=15)
    assert output == ""
    assert "Traceback" not in errors
    assert "upstream-key" not in errors
    assert process.returncode == 0


def test_answers_under_way_are_given_time_when_serve_is_told_to_end(config: Path) -> None:
    asked = threading.Event()

    def slowly(_: object) -> Iterator[bytes]:
        asked.set()
        time.sleep(1)
        yield http(200, b'{"choices":[]}')

    with serving(chat=slowly) as upstream, ThreadPoolExecutor() as pool:
        text = config.read_text().replace("http://127.0.0.1:9/v1", upstream.url)
        config.write_text(text, "utf-8")
        with _serving(config, "pr") as (process, url):
            body = json.dumps({"model": ALIAS, "messages": [], "stream": False}).encode()
            chat = f"{url}/v1/chat/completions"
            answer = pool.submit(urllib.request.urlopen, chat, body, 10)
            assert asked.wait(10)
            process.terminate()
            with answer.result() as answered:
                assert answered.read() == b'{"choices":[]}'
            _, errors = process.communicate(timeout=15)
    assert process.returncode == 0
    # The log has a line of it, and nothing of where it went or what it was about.
    assert "chat: 200 in " in errors
    assert str(upstream.port) not in errors
    assert ALIAS not in errors


@pytest.mark.parametrize(
    ("host", "more", "warned"),
    [("127.0.0.1", "", False), ("0.0.0.0", "", True), ("0.0.0.0", "api-keys: [alpha]\n", False)],
)
def test_an_open_address_without_keys_is_warned_of(
    config: Path, host: str, more: str, *, warned: bool
) -> None:
    config.write_text(config.read_text() + more, "utf-8")
    with _serving(config, "pr", host) as (process, _):
        process.terminate()
        _, errors = process.communicate(timeout=15)
    assert ("anyone who reaches this address may call" in errors) is warned


@pytest.mark.parametrize("prefix", ["", "@"])
def test_serve_tells_a_supervisor_once_it_answers(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    """A start under systemd ends with this, so that what follows it finds the gateway there."""
    name = f"{prefix}{tmp_path.name}-{os.getpid()}" if prefix else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        notified.bind(name.replace("@", "\0", 1))
        notified.settimeout(20)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        with _serving(config, "pr") as (_, url):
            assert notified.recv(100) == b"READY=1"
            with urllib.request.urlopen(f"{url}/v1/models", timeout=10) as answer:
                assert answer.status == 200


def test_a_supervisor_that_is_gone_is_a_warning(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    with _serving(config, "pr") as (process, url):
        with urllib.request.urlopen(f"{url}/v1/models", timeout=10) as answer:
            assert answer.status == 200
        process.terminate()
        _, errors = process.communicate(timeout=15)
    assert "nobody could be told that it is ready: No such file or directory" in errors
    assert process.returncode == 0


def test_the_same_bytes_for_curl(config: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl here")
    body = json.dumps({"model": ALIAS, "messages": []})
    with _serving(config, "v7.1.50") as (_, url):
        done = subprocess.run(
            ["curl", "--noproxy", "*", "-sS", "-i", f"{url}/v1/chat/completions", "-d", body],
            capture_output=True, check=True, timeout=20,
        )  # fmt: skip
    head, _, answer = done.stdout.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
    assert b"\r\ncontent-type: application/json\r\n" in head
    assert answer == (
        b'{"error":{"message":"auth_not_found: no auth available (providers=acme, '
        b'model=ACME-GPT-5.5(high))","type":"server_error","code":"internal_server_error"}}'
    )


def test_a_bad_configuration_is_one_line_and_status_2(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("a: [\n", "utf-8")

    done = _run("serve", "--config", str(path), "--variant", "pr")

    assert done.returncode == 2
    assert done.stderr.startswith(f"reference_impl: {path}:2:1: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        ("serve", "--variant", "pr"),
        ("serve", "--config", "c", "--variant", "v1"),
        ("serve", "--config", "c", "--variant", "pr", "--port", "70000"),
        ("serve", "--config", "c", "--variant", "pr", "--port", "-1"),
        ("serve", "--config", "none.yaml", "--variant", "pr"),
        ("nothing",),
        (),
    ],
)
def test_what_can_not_be_understood_is_status_2(words: tuple[str, ...]) -> None:
    done = _run(*words)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("missing", ["uvicorn", "httpx", "yaml"])
def test_without_the_extra_it_says_what_is_missing(config: Path, missing: str) -> None:
    words = ["serve", "--config", str(config), "--variant", "pr"]
    program = (
        f"import sys; sys.modules[{missing!r}] = None; "
        f"from reference_impl.__main__ import main; raise SystemExit(main({words!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=_environment(),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr == (
        f"reference_impl: {missing} is missing; "
        "it needs the extra `gateway`: pip install 'prtool[gateway]'\n"
    )


def test_a_port_in_use_is_status_1_so_that_a_supervisor_tries_again(config: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = _run("serve", "--config", str(config), "--variant", "pr", "--port", port)

    assert done.returncode == 1
    assert done.stderr == f"reference_impl: 127.0.0.1:{port}: Address already in use\n"


def test_unit_prints_what_serve_is_started_with(config: Path) -> None:
    done = _run("unit", "--config", str(config), "--variant", "complete", "--port", "9000")

    unit = Unit(
        python=Path(sys.executable), directory=ROOT, config=config,
        variant="complete", host="127.0.0.1", port=9000,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == unit.render()


def test_demo_ends_well() -> None:
    done = _run("demo")

    assert (done.returncode, done.stderr) == (0, "")
    assert "503 auth_not_found" in done.stdout
    assert done.stdout.endswith("All as expected.\n")
