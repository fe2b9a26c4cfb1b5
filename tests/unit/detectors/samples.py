"""Private-looking samples, assembled here so that no line of the tests holds one."""

from __future__ import annotations

from prtool.detectors.base import Detector, FileShape, Settings
from prtool.model.text import Channel, TextUnit

KEY = "qX7v9Lm2" + "Rt4Bw8Zk3Nd6"
GITHUB = "ghp_" + "a1" * 18
LOW_KEY = "sk-" + "local-1234567890"
TEST_KEY = "sk-" + "qx-test-0001"
SERVER = ".".join(("10", "1", "2", "3"))
PEM = (
    "-----BEGIN RSA " + "PRIVATE KEY-----\n"
    + ("MIIEpAIB" * 8 + "\n") * 3
    + "AAKCAQEA" * 4 + "==\n"
    + "-----END RSA " + "PRIVATE KEY-----"
)  # fmt: skip

SHAPES = (
    FileShape(name="local-config", paths=("*.local", "config.local.*")),
    FileShape(name="backup", paths=("*.bak", "*.orig")),
    FileShape(name="unit", paths=("*.service", "*.timer"), content=r"(?m)^\[Unit\]"),
    FileShape(name="log", paths=("*.log",)),
    FileShape(name="editor", paths=("*.sw[op]", "*~", ".idea/")),
    FileShape(name="staging", paths=("staging-20*/",)),
    FileShape(name="key-material", paths=("id_{rsa,ed25519}",)),
    FileShape(name="database", paths=("*.sqlite3",)),
    FileShape(name="archive", paths=("*.tar.gz",)),
    FileShape(name="private-notes", paths=("*.private.md",)),
)
SETTINGS = Settings(shapes=SHAPES)


def found(
    detector: Detector,
    text: str,
    *,
    channel: Channel = Channel.CONTENT,
    path: str | None = None,
    sample: str = "",
) -> list[tuple[str, str]]:
    """Return (rule, matched text) of everything in a text, in the order of the text."""
    unit = TextUnit(channel=channel, text=text, path=path, sample=sample)
    matches = sorted(detector.scan(unit, text), key=lambda match: match.span)
    return [(match.rule, text[match.span.start : match.span.end]) for match in matches]


def texts(
    detector: Detector, text: str, *, channel: Channel = Channel.CONTENT, path: str | None = None
) -> list[str]:
    """Return the matched texts alone."""
    return [shown for _, shown in found(detector, text, channel=channel, path=path)]
