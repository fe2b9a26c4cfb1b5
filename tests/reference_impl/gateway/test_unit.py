from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reference_impl.gateway.unit import Unit

UNIT = Unit(
    python=Path(sys.executable),
    directory=Path("/"),
    config=Path("/etc/gateway/config.yaml"),
    variant="complete",
    host="127.0.0.1",
    port=8317,
)


def _verify(folder: Path, text: str) -> tuple[int, str]:
    unit = folder / "gateway.service"
    unit.write_text(text, "utf-8")
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(unit)],
        env=os.environ | {"XDG_RUNTIME_DIR": str(runtime), "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize(
    "config", ["/etc/c.yaml", '/etc/a b/%n $HOME "q" \\ é.yaml', "/etc/'.yaml"]
)
def test_systemd_finds_nothing_wrong(tmp_path: Path, config: str) -> None:
    text = replace(UNIT, config=Path(config)).render()

    assert _verify(tmp_path, text) == (0, "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_would_find_a_fault(tmp_path: Path) -> None:
    _, said = _verify(tmp_path, UNIT.render().replace("Restart=on-", "Restart=sometimes-on-"))

    assert "sometimes" in said


def test_the_command_starts_the_gateway_with_these_settings() -> None:
    text = replace(UNIT, config=Path("/a b/50%/$x.yaml"), host="::1").render()

    assert (
        f"ExecStart={sys.executable} -m reference_impl serve "
        '--config "/a b/50%%/$$x.yaml" --variant complete --host ::1 --port 8317\n'
    ) in text
    assert "\nType=notify\n" in text
    assert "RestartPreventExitStatus=2\n" in text


def test_a_line_break_in_a_path_is_refused() -> None:
    with pytest.raises(ValueError, match="control characters"):
        replace(UNIT, config=Path("/a\nExecStartPost=x")).render()
