"""`docs/how-to/run-under-systemd.md` as a user walks it: its commands, in one shell, in its order.

There is a user manager on few machines that run tests, so a few lines stand for `systemctl`: they
start what a unit says, wait for it if the unit says so, and end it. All else is what it is.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.endpoint import serving
from tests.support.gateways import ALIAS

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "how-to" / "run-under-systemd.md"
KEY = "client-" + "k3y" * 4

SYSTEMCTL = r"""
import os, pathlib, shlex, signal, socket, subprocess, sys, time

home = pathlib.Path(os.environ["HOME"])
verb, *words = [word for word in sys.argv[1:] if word != "--user"]
units = [word for word in words if not word.startswith("-")]


def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def stop(name):
    path = home / f"{name}.pid"
    if path.exists():
        pid = int(path.read_text())
        os.kill(pid, signal.SIGTERM)
        while alive(pid):
            time.sleep(0.02)
        path.unlink()


def start(name):
    text = (home / f".config/systemd/user/{name}.service").read_text()
    unit = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        address = str(home / f"{name}.notify")
        pathlib.Path(address).unlink(missing_ok=True)
        notified.bind(address)
        notified.settimeout(20)
        process = subprocess.Popen(
            shlex.split(unit["ExecStart"]), cwd=unit.get("WorkingDirectory", home),
            env=os.environ | {"NOTIFY_SOCKET": address}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=(home / f"{name}.log").open("w"),
        )
        (home / f"{name}.pid").write_text(str(process.pid))
        if unit["Type"] == "notify":
            assert notified.recv(100) == b"READY=1"


for each in units:
    if verb == "restart" or (verb == "disable" and "--now" in words):
        stop(each)
    if verb in ("start", "restart") or (verb == "enable" and "--now" in words):
        start(each)
"""


def _free_ports(count: int) -> list[int]:
    with_ports = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in with_ports]
    for each in with_ports:
        each.close()
    return ports


def _blocks(ports: dict[str, int]) -> list[str]:
    text = PAGE.read_text("utf-8")
    for known, here in ports.items():
        text = text.replace(known, str(here))
    text = re.sub(r"GATEWAY_KEY=….*", f"GATEWAY_KEY={KEY}", text)
    return re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A user's home; what was started from it ends with it."""
    for folder in ("bin", ".config/gateway", ".config/systemd/user", "run"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "run").chmod(0o700)
    yield tmp_path
    for path in tmp_path.glob("*.pid"):
        os.kill(int(path.read_text()), signal.SIGKILL)


def _program(home: Path, name: str, text: str) -> None:
    path = home / "bin" / name
    path.write_text(text, "utf-8")
    path.chmod(0o755)


def _furnish(home: Path, upstream: str, port: int) -> None:
    """The old gateway, which has the defect, and the programs that the page calls."""
    (home / ".config/gateway/config.yaml").write_text(
        f"""\
openai-compatibility:
  - name: acme
    base-url: {upstream}
    models: [{{name: up, alias: "{ALIAS}"}}, {{name: plain, alias: plain-model}}]
routing: {{session-affinity: true}}
api-keys: [{KEY}]
""",
        "utf-8",
    )
    python = f'exec "{sys.executable}" -m'
    _program(
        home, "gateway", f"#!/bin/sh\n{python} reference_impl serve --variant v7.1.50 "
        f'--config "$HOME/.config/gateway/config.yaml" --port {port}\n',
    )  # fmt: skip
    unit = f"[Service]\nType=simple\nExecStart={home}/bin/gateway\n"
    (home / ".config/systemd/user/gateway.service").write_text(unit, "utf-8")
    _program(home, "prtool", f'#!/bin/sh\n{python} prtool "$@"\n')
    _program(home, "python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    _program(home, "systemctl", f"#!{sys.executable}\n{SYSTEMCTL}")
    _program(home, "journalctl", "#!/bin/sh\n")
    if shutil.which("systemd-analyze") is None:
        _program(home, "systemd-analyze", "#!/bin/sh\n")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="made for Linux")
@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
def test_the_page_leads_to_the_new_gateway_and_back(home: Path) -> None:
    old, beside = _free_ports(2)
    blocks = _blocks({"8317": old, "8417": beside})
    statuses = "".join(
        f'{block}echo "step {number}: $?"\n' for number, block in enumerate(blocks, 1)
    )
    wait = f"curl -s -o /dev/null --retry 20 --retry-delay 1 --retry-connrefused 127.0.0.1:{old}"
    script = f"systemctl --user start gateway\n{wait}\n{statuses}"
    with serving() as upstream:
        _furnish(home, upstream.url, old)
        done = subprocess.run(
            ["bash", "-u", "-o", "pipefail", "-c", script], cwd=home, text=True,
            capture_output=True, timeout=120, check=False,
            env=os.environ | {
                "HOME": str(home), "PATH": f"{home}/bin:{os.environ['PATH']}", "LC_ALL": "C",
                "PYTHONPATH": str(ROOT), "XDG_RUNTIME_DIR": str(home / "run"),
            },
        )  # fmt: skip
    said = done.stdout + done.stderr
    # The second step asks a gateway that has the defect.
    expected = [f"step {number}: {int(number == 2)}" for number in range(1, 7)]
    assert re.findall(r"^step .*", done.stdout, re.MULTILINE) == expected, said
    assert done.stderr == "", said
    assert "roll back" not in said
    assert "2 better" in said

    (kept,) = home.glob("gateway-before-*")
    files = {str(path.relative_to(kept)) for path in kept.rglob("*") if path.is_file()}
    assert files == {"gateway/config.yaml", "gateway.service", "program/gateway", "SHA256SUMS"}
    assert kept.stat().st_mode & 0o777 == 0o700
    cut_over = json.loads((home / "cut-over.json").read_text())
    assert [each["chat"][0]["status"] for each in cut_over["models"]] == [200, 200]
    # The old one is back, and the new one is gone.
    assert [path.name for path in home.glob("*.pid")] == ["gateway.pid"]
