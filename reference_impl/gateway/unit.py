"""The systemd user unit under which a gateway is run for real.

Directives: https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html and
systemd.exec.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# What needs no privilege and no name space, so that it holds in every user manager.
_TEMPLATE = """\
[Unit]
Description=Reference gateway ({variant})
StartLimitIntervalSec=60
StartLimitBurst=5

[Service]
# It says itself when it answers: a start has ended when clients may come.
Type=notify
WorkingDirectory={directory}
Environment=PYTHONUNBUFFERED=1
ExecStart={command}
Restart=on-failure
RestartSec=2
# A configuration that can't be used does not become better by another start.
RestartPreventExitStatus=2
# Answers under way are given ten seconds.
TimeoutStopSec=15
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
LimitNOFILE=65536

[Install]
WantedBy=default.target
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit starts.

    Attributes:
        python: The interpreter.
        directory: Where `reference_impl` is found.
        config: The configuration file.
        variant: The routing rules.
        host: Address to bind to.
        port: Port to bind to.
    """

    python: Path
    directory: Path
    config: Path
    variant: str
    host: str
    port: int

    def render(self) -> str:
        """The text of the unit file."""
        words: Sequence[str] = (
            str(self.python), "-m", "reference_impl", "serve", "--config", str(self.config),
            "--variant", self.variant, "--host", self.host, "--port", str(self.port),
        )  # fmt: skip
        return _TEMPLATE.format(
            variant=_specifiers(self.variant),
            directory=_specifiers(str(self.directory)),
            command=" ".join(map(_word, words)),
        )


def _word(word: str) -> str:
    """A word of a command line, so that systemd reads it as it is."""
    word = _specifiers(word).replace("$", "$$")
    if word and re.fullmatch(r"[A-Za-z0-9_@%+=:,./$-]+", word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _specifiers(text: str) -> str:
    if any(ord(c) < 32 or ord(c) == 127 for c in text):
        raise ValueError("control characters can't stand in a unit file")
    return text.replace("%", "%%")
