"""The start image changes how long a check takes, and nothing that it says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.test_everyday import DIFFS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NAMES = ("clean", "a token", "an encoded token", "a telling path", "a rename", "no diff")
COMMAND = "import sys; from prtool.cli.entry import command; sys.exit(command())"
LITTLE = {
    "__future__", "_bisect", "_collections", "_sre", "atexit", "bisect", "gc",
    "hyperscan._hs_ext", "itertools", "math",
}  # fmt: skip
"""What a clean check may load beside Python and prtool: not even ``re``."""
WITH_A_FINDING = {"binascii", "zlib"}
"""What may come to that where a token is found: for base64 and for check digits."""
MOST_MODULES = 60


class Place:
    """A copy of the package with a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = folder / "source"
        self.cache = folder / "cache"
        shutil.copytree(ROOT / "prtool", self.source / "prtool",
                        ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
        shutil.copy(ROOT / "redaction_rules.yaml", self.source)
        self.work = folder / "work"
        self.work.mkdir()
        for name in NAMES:
            (folder / name).write_text(DIFFS[name])

    def python(self, code: str, *argv: str, **environ: str) -> tuple[int, str, str]:
        """Return exit status and what was printed."""
        done = subprocess.run(
            [sys.executable, "-c", code, *argv],
            env={**os.environ, "PYTHONPATH": str(self.source), "XDG_CACHE_HOME": str(self.cache),
                 "PYTHONDONTWRITEBYTECODE": "", **environ},
            capture_output=True, text=True, check=False, cwd=self.work,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    def check(self, name: str, **environ: str) -> tuple[int, str, str]:
        """Return what a check of one of the diffs ends with."""
        return self.python(COMMAND, "check", "--diff", str(self.folder / name), **environ)

    def checks(self, **environ: str) -> list[tuple[int, str, str]]:
        """Return the same for all of them."""
        return [self.check(name, **environ) for name in NAMES]

    @property
    def image(self) -> Path:
        """The image of short checks."""
        (found,) = (self.cache / "prtool").glob("start-short-diff-*")
        return found

    @property
    def whole_image(self) -> Path:
        """That of checks of diffs that ask for more."""
        (found,) = (self.cache / "prtool").glob("start-long-diff-*")
        return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a place where nothing has been checked yet."""
    return Place(tmp_path_factory.mktemp("start"))


@pytest.fixture(scope="module")
def expected(place: Place) -> list[tuple[int, str, str]]:
    """Return what is said where nothing can be kept; after it there is an image with all."""
    said = place.checks(XDG_CACHE_HOME=os.devnull)
    assert [status for status, _, _ in said] == [0, 1, 1, 1, 0, 2]
    assert place.checks() == said  # makes the rules
    assert place.checks() == said  # learns
    return said


def test_a_warm_image_says_the_same_and_is_left_alone(
    place: Place, expected: list[tuple[int, str, str]]
) -> None:
    before = place.image.stat().st_mtime_ns

    assert place.checks() == expected
    assert place.image.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:-9],
        lambda raw: raw[:40] + bytes(40) + raw[80:],
        lambda raw: b"x" * len(raw),
        lambda raw: raw[: len(raw) // 2] + bytes(len(raw) - len(raw) // 2),
        lambda raw: bytes(byte ^ (position % 4096 == 99) for position, byte in enumerate(raw)),
    ],
    ids=["empty", "cut off", "head", "foreign", "half", "here and there"],
)
def test_a_damaged_image_is_made_anew(
    damage: Callable[[bytes], bytes], place: Place, expected: list[tuple[int, str, str]]
) -> None:
    whole = place.image.read_bytes()
    place.image.write_bytes(damage(whole))

    assert place.checks() == expected
    assert place.checks() == expected
    assert abs(len(place.image.read_bytes()) - len(whole)) < len(whole) // 100


def test_all_other_checks_have_an_image_of_their_own(place: Place) -> None:
    asked = ("check", "--report", "json", "--diff", str(place.folder / "a token"))
    first = place.python(COMMAND, *asked, XDG_CACHE_HOME=os.devnull)
    said = [place.python(COMMAND, *asked) for _ in range(3)]
    before = place.whole_image.stat().st_mtime_ns
    said.append(place.python(COMMAND, *asked))
    kept = place.whole_image.stat().st_mtime_ns
    place.whole_image.write_bytes(place.whole_image.read_bytes()[:5000] + bytes(400_000))
    said.append(place.python(COMMAND, *asked))

    assert first[0] == 1
    assert [without_key(each) for each in said] == [without_key(first)] * 5
    assert kept == before


def without_key(said: tuple[int, str, str]) -> tuple[int, object, str]:
    """Return what a check said, but for the fingerprints: without a lexicon their key is random."""
    status, out, err = said
    told = json.loads(out)
    for finding in told["findings"]:
        del finding["fingerprint"]
    return status, told, err


def test_an_image_that_can_be_read_but_is_not_what_was_written_does_not_count(
    place: Place, expected: list[tuple[int, str, str]]
) -> None:
    whole = place.image.read_bytes()
    assert b"clean" in whole
    place.image.write_bytes(whole.replace(b"clean", b"tidy!"))

    assert place.checks() == expected


def test_an_image_of_another_reader_of_images_does_not_count(
    place: Place, expected: list[tuple[int, str, str]]
) -> None:
    before = place.image.stat().st_mtime_ns
    reader = place.source / "prtool" / "start.py"
    os.utime(reader, ns=(0, reader.stat().st_mtime_ns + 10**10))

    assert place.checks() == expected
    assert place.image.stat().st_mtime_ns > before


@pytest.mark.parametrize("mode", [0o660, 0o606, 0o666])
def test_an_image_that_others_may_write_does_not_count(
    mode: int, place: Place, expected: list[tuple[int, str, str]]
) -> None:
    place.image.chmod(mode)

    assert place.check("clean") == expected[0]
    assert place.image.stat().st_mode & 0o777 == 0o600
    assert place.checks() == expected


def test_an_edited_source_counts_at_once(
    place: Place, expected: list[tuple[int, str, str]]
) -> None:
    module = place.source / "prtool" / "reports" / "report.py"
    text, before = module.read_text(), module.stat().st_mtime_ns
    module.write_text(text.replace('"clean"', '"tidy!"'))
    # Python itself tells byte code of another second only.
    os.utime(module, ns=(before, before + 10**10))
    edited = place.check("clean")
    module.write_text(text)
    os.utime(module, ns=(before, before))

    assert "tidy!" in edited[1]
    assert place.checks() == expected


@pytest.mark.parametrize("name", ["PRTOOL_ENGINE=words", "PYTHONOPTIMIZE=2"])
def test_other_ways_say_the_same(
    name: str, place: Place, expected: list[tuple[int, str, str]]
) -> None:
    assert place.checks(**dict([name.split("=")])) == expected


def test_whoever_waits_for_the_end_of_the_process_sees_it(
    place: Place, expected: list[tuple[int, str, str]]
) -> None:
    code = f"import atexit; atexit.register(print, 'end'); {COMMAND}"
    status, out, err = place.python(code, "check", "--diff", str(place.folder / "a token"))

    assert (status, out.removesuffix("end\n"), err) == expected[1]
    assert out.endswith("end\n")


def test_a_report_that_can_not_be_written_is_a_failure(place: Place) -> None:
    code = f"import sys; sys.stdout = open('/dev/full', 'w'); {COMMAND}"
    status, out, _ = place.python(code, "check", "--diff", str(place.folder / "clean"))

    assert status not in (0, 1)
    assert not out


@pytest.mark.usefixtures("expected")
@pytest.mark.parametrize(
    ("name", "found", "more", "most"),
    [
        ("clean", 0, set(), MOST_MODULES),
        ("a token", 1, WITH_A_FINDING, MOST_MODULES + 40),
        ("an encoded token", 1, WITH_A_FINDING, MOST_MODULES + 40),
    ],
)
def test_a_check_loads_little(
    place: Place, name: str, found: int, more: set[str], most: int
) -> None:
    code = (
        "import sys; before = set(sys.modules); from prtool.cli import entry;"
        "status = entry.main(sys.argv[1:]); print(*{*sys.modules} - before, file=sys.stderr);"
        "sys.exit(status)"
    )
    status, _, loaded = place.python(code, "check", "--diff", str(place.folder / name))
    own = {name for name in loaded.split() if name.partition(".")[0] == "prtool"}

    assert status == found
    assert set(loaded.split()) - own <= LITTLE | more
    assert len(own) <= most
