"""A large diff is read by several processes, and they say what one process says."""

from __future__ import annotations

import os
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from prtool.errors import InputError
from prtool.looks import Looks
from prtool.model.finding import Match
from prtool.model.results import Skip
from prtool.model.text import Channel, Span
from prtool.pipeline.scanners import build_scanner
from prtool.pipeline.workspace import known_rules
from prtool.rules.load import builtin, load
from prtool.scan import NothingPublic, Scan, Scanner
from prtool.sources import patch_shares
from prtool.sources.limits import LARGE, beyond
from prtool.sources.patch_shares import shared, shares
from prtool.sources.patch_sift import sifted
from tests.property.test_sieve import told

TOKEN = "ghp_" + "qX7v9Lm2Rt4B" * 3
ENCODED = b64encode(f"key = {TOKEN}".encode()).decode()
HOME = "/ho" + "me/sandra"
FILES = 300
LINES = 250
KEY = b"k" * 32


def _file(number: int) -> str:
    text = [f"+line {number} {line} of nothing in particular\n" for line in range(LINES)]
    if number % 7 == 0:
        text[1] = f"+send {ENCODED} on\n"
        text[2] = f"+in {HOME}/src\n"
        text[3] = f"+key = '{TOKEN}{number}'\n"
        text[9] = "+mail dev" + f"@acme-{number}.io and http:" + "//10." + "0.0.5/x \udc80\n"
    path = f"src/config{number}.yaml.bak" if number % 50 == 0 else f"src/{number}.py"
    head = f"diff --git a/{path} b/{path}\nnew file mode 100644\nindex 0000000..1234567\n"
    return f"{head}--- /dev/null\n+++ b/{path}\n@@ -0,0 +1,{LINES} @@\n" + "".join(text)


BINARY = (
    "diff --git a/x.bin b/x.bin\nindex 1111111..2222222 100644\n"
    "Binary files a/x.bin and b/x.bin differ\n"
)
POINTER = (
    "diff --git a/x.dat b/x.dat\nnew file mode 100644\nindex 0000000..2222222\n--- /dev/null\n"
    "+++ b/x.dat\n@@ -0,0 +1,1 @@\n+version https://git-lfs.github.com/spec/v1\n"
)
_FILES = [_file(number) for number in range(FILES)]
DATA = "".join(
    (*_FILES[:50], BINARY.replace("x.bin", "y.bin"), POINTER, *_FILES[50:], BINARY)
).encode("utf-8", "surrogateescape")


@pytest.fixture(autouse=True)
def processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)), raising=False)


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return build_scanner(load([builtin()], known_rules()), (), KEY)


def _scan(scanner: Scanner, data: bytes, *, alone: bool) -> tuple[Scan, list[Skip]]:
    skipped: list[Skip] = []
    passed: Counter[Channel] = Counter()
    found: dict[int, Sequence[tuple[Span, Match]]] = {}
    units = (
        sifted(data, skipped, scanner.looks, passed)
        if alone
        else shared(data, skipped, scanner.looks, passed, found)
    )
    scan = scanner.scan(units, NothingPublic(), passed=passed, found=found)
    assert not found
    return scan, skipped


def _wait_for(file: Path, size: int) -> None:
    """Wait until another process has written so much."""
    until = time.monotonic() + 60
    while (not file.exists() or file.stat().st_size < size) and time.monotonic() < until:
        time.sleep(0.01)


def _write(file: Path) -> None:
    with file.open("ab") as out:
        out.write(b"x")


def test_who_is_done_sooner_takes_more_of_a_very_large_diff(
    scanner: Scanner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    data = DATA * 3
    parent, mine, others = os.getpid(), tmp_path / "mine", tmp_path / "others"
    places = Looks.places

    def slow_elsewhere(looks: Looks, *args: object) -> object:
        if os.getpid() == parent:
            _write(mine)
            _wait_for(others, 1)
        else:
            _write(others)
            _wait_for(mine, 3)
        return places(looks, *args)  # type: ignore[arg-type]

    assert len(shares(data)) == 4
    one, skipped = _scan(scanner, data, alone=True)
    monkeypatch.setattr(Looks, "places", slow_elsewhere)
    several, also_skipped = _scan(scanner, data, alone=False)

    assert (mine.stat().st_size, others.stat().st_size) == (3, 1)
    assert told(one.findings) == told(several.findings)
    assert one.coverage.scanned == several.coverage.scanned
    assert skipped == also_skipped


def test_nobody_begins_another_part_when_one_has_failed(
    scanner: Scanner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    data = DATA * 3
    parent, begun = os.getpid(), tmp_path / "begun"
    failed: list[bool] = []
    places = Looks.places

    def fails_here(looks: Looks, *args: object) -> object:
        if os.getpid() != parent:
            _write(begun)
            time.sleep(2)
        elif not failed:
            failed.append(True)
            _wait_for(begun, 1)
            raise RuntimeError("broken")
        return places(looks, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Looks, "places", fails_here)
    several, _ = _scan(scanner, data, alone=False)

    assert begun.read_bytes() == b"x"
    assert len(several.findings) > FILES // 7


def test_what_stands_for_something_else_comes_back_though_nothing_is_found(
    scanner: Scanner,
) -> None:
    units = list(shared(DATA, [], scanner.looks, Counter(), {}))

    assert [unit.path for unit in units if any(beyond(unit))] == ["x.dat"]


def test_shares_begin_where_files_do_and_leave_nothing_out() -> None:
    assert len(DATA) > 2 * LARGE
    parts = shares(DATA)

    assert len(parts) == 4
    assert (parts[0][0], parts[-1][1]) == (0, len(DATA))
    assert all(one[1] == other[0] for one, other in pairwise(parts))
    assert all(DATA.startswith(b"diff --git ", start) for start, _ in parts)


def test_several_processes_say_what_one_says(scanner: Scanner) -> None:
    one, skipped = _scan(scanner, DATA, alone=True)
    several, also_skipped = _scan(scanner, DATA, alone=False)

    assert len(one.findings) > FILES // 7
    assert told(one.findings) == told(several.findings)
    assert one.coverage.scanned == several.coverage.scanned
    assert skipped == also_skipped != []


@pytest.mark.parametrize("damaged", ["first", "last"])
def test_what_is_wrong_is_told_wherever_it_is(scanner: Scanner, damaged: str) -> None:
    cut = DATA.rindex(b"@@ -0,0") if damaged == "last" else DATA.index(b"@@ -0,0")
    data = DATA[:cut] + DATA[cut:].replace(b"+1,250 @@", b"+1,251 @@", 1)

    with pytest.raises(InputError) as one:
        _scan(scanner, data, alone=True)
    with pytest.raises(InputError) as several:
        _scan(scanner, data, alone=False)
    assert str(one.value) == str(several.value)


def test_a_process_that_dies_leaves_its_share_to_the_others(
    scanner: Scanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = os.getpid()
    places = Looks.places

    def dies(looks: Looks, *args: object) -> object:
        if os.getpid() != parent:
            os.kill(os.getpid(), 9)
        time.sleep(0.5)  # so that each of the others has begun
        return places(looks, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Looks, "places", dies)

    _assert_nothing_is_lost(scanner)


def test_no_more_processes_than_there_may_be(
    scanner: Scanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(os, "fork", refused)

    _assert_nothing_is_lost(scanner)


def test_one_processor_reads_all(scanner: Scanner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patch_shares, "processors", lambda: 1)
    monkeypatch.delattr(os, "fork")

    assert shares(DATA) == [(0, len(DATA))]
    _assert_nothing_is_lost(scanner)


def _assert_nothing_is_lost(scanner: Scanner) -> None:
    one, _ = _scan(scanner, DATA, alone=True)
    several, _ = _scan(scanner, DATA, alone=False)

    assert told(one.findings) == told(several.findings)
    assert one.coverage.scanned == several.coverage.scanned


def test_no_process_is_left_when_nobody_wants_the_rest(scanner: Scanner) -> None:
    units = shared(DATA, [], scanner.looks, Counter(), {})
    next(units)
    units.close()  # type: ignore[attr-defined]

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
