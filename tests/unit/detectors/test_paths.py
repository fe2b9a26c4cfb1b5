"""Backups, staging folders and data roots: whole paths, only where they tell something."""

from __future__ import annotations

import pytest

from prtool.detectors.paths import PathDetector
from tests.unit.detectors.samples import found

PATHS = PathDetector()
BACKUPS = "back" + "ups"
DATED = "-2026" + "0102"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"x /opt/acme/{BACKUPS}/2026-01-02 y", f"/opt/acme/{BACKUPS}/2026-01-02"),
        (f"'/var/{BACKUPS}/x'", f"/var/{BACKUPS}/x"),
        (f"~/{BACKUPS}/a.tar.", f"~/{BACKUPS}/a.tar"),
        (f"C:\\acme/{BACKUPS}/x", f"C:\\acme/{BACKUPS}/x"),
        (f"scp nas:/var/{BACKUPS}/x .", f"/var/{BACKUPS}/x"),
        (f"config.yaml.bak{DATED}", f"config.yaml.bak{DATED}"),
        ("/etc/acme.conf." + "orig", "/etc/acme.conf." + "orig"),
        (f"acme-rollback{DATED}/x", f"acme-rollback{DATED}/x"),
        (f"staging{DATED}/acme", f"staging{DATED}/acme"),
        ("2026-01-02-" + "backup.tar.gz", "2026-01-02-" + "backup.tar.gz"),
    ],
)
def test_backups(text: str, path: str) -> None:
    assert found(PATHS, text) == [("path/backup", path)]


@pytest.mark.parametrize(
    "text",
    [
        "a.bak and b.orig", "internal/backup/backup.go", "GET /api/backups/1",
        f"https://example.com/{BACKUPS}/2026-01-02/", "a rollback on 2026-01-02",
        "the staging environment", "snapshot-20240101", "rollback 20261399", "/usr/bin/backup2",
    ],
)  # fmt: skip
def test_left_alone(text: str) -> None:
    assert found(PATHS, text) == []


def test_data_roots_are_whole_paths_and_no_relative_ones() -> None:
    assert found(PATHS, "cd /srv/acme/data-1.") == [("path/private-root", "/srv/acme/data-1")]
    assert found(PATHS, "$ROOT/opt/acme, x/data/acme, /opt/homebrew/bin, /opt/") == []


def test_a_backup_below_a_data_root_is_reported_once() -> None:
    assert [rule for rule, _ in found(PATHS, f"/opt/acme/{BACKUPS}/x")] == ["path/backup"]
