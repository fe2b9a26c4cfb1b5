"""What a sifted history is told to hold is what the whole of it holds."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from prtool.lexicon.model import Term
from prtool.model.finding import Kind, Match
from prtool.model.results import Skip
from prtool.model.text import Channel, Span, TextUnit
from prtool.pipeline.scanners import build_scanner
from prtool.pipeline.workspace import known_rules
from prtool.repo.beside import Beside
from prtool.repo.commits import listed
from prtool.repo.open import Repository, open_repository
from prtool.rules.load import builtin, load
from prtool.scan import NothingPublic, Scan, Scanner
from prtool.sieve.sieve import ENGINE
from prtool.sources import history_sift
from prtool.sources.history import history_units
from prtool.sources.history_sift import sifted
from prtool.sources.limits import beyond
from prtool.sources.odd_refs import odd_ref_units
from tests.property.test_sieve import LINES
from tests.support.whole_history import odd_history, random_history

if TYPE_CHECKING:
    from prtool.sources.crew import Found

TERMS = (Term(value="NorthRouter", kind=Kind.PROVIDER), Term(value="sandra", kind=Kind.USER))
SHORT = [line for line in LINES if len(line) < 1000]
"""On a long word the engine without hyperscan takes minutes."""
RULES = load([builtin()], known_rules())


@cache
def scanner(engine: str, terms: tuple[Term, ...]) -> Scanner:
    """Return a scanner, which keeps to the engine with which it first looks."""
    del engine
    return build_scanner(RULES, terms, b"k" * 32)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return open_repository(odd_history(tmp_path_factory.mktemp("odd") / "repo").path)


@pytest.fixture(params=["hyperscan", "words"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(ENGINE, request.param)
    return str(request.param)


def _noted(units: Iterable[TextUnit], skipped: list[Skip]) -> Iterator[TextUnit]:
    for unit in units:
        skipped.extend(beyond(unit))
        yield unit


def _whole(repository: Repository, one: Scanner) -> Scan:
    skipped: list[Skip] = []
    units = chain(history_units(repository, skipped), odd_ref_units(repository, skipped))
    scan = one.scan(_noted(units, skipped), NothingPublic())
    scan.coverage.skipped.extend(skipped)
    return scan


def _sifted(repository: Repository, one: Scanner, found: Found | None = None) -> Scan:
    skipped: list[Skip] = []
    passed: Counter[Channel] = Counter()
    finder = one.looks.finder
    assert finder is not None
    units = history_units(repository, skipped, finder, passed)
    if found is not None:
        git_dir = str(repository.git_dir)
        commits = listed(git_dir)
        units = sifted(commits, git_dir, repository, skipped, finder, passed, found)
    units = chain(units, odd_ref_units(repository, skipped))
    scan = one.scan(_noted(units, skipped), NothingPublic(), passed=passed, found=found)
    assert sum(passed.values()) > 9, "nothing was passed over"
    scan.coverage.skipped.extend(skipped)
    return scan


def _told(scan: Scan) -> list[tuple[object, ...]]:
    return [
        (
            each.rule.id, each.unit.channel, each.unit.path, each.unit.commit, each.unit.blob,
            each.unit.text,
            each.line, each.column, each.end_column, each.evidence.reveal(), each.via, each.state,
            each.fingerprint, each.confidence, each.kind, each.term, each.note, each.unit.sample,
        )
        for each in scan.findings
    ]  # fmt: skip


def _same(one: Scan, other: Scan) -> None:
    assert _told(one) == _told(other)
    assert one.coverage.scanned == other.coverage.scanned
    assert one.coverage.skipped == other.coverage.skipped


@pytest.mark.parametrize("terms", [(), TERMS], ids=["no lexicon", "lexicon"])
def test_everything_odd_is_told_as_ever(
    odd: Repository, engine: str, terms: tuple[Term, ...]
) -> None:
    one = scanner(engine, terms)
    whole = _whole(odd, one)

    _same(_sifted(odd, one), whole)

    assert {each.unit.channel for each in whole.findings} >= {
        Channel.AUTHOR, Channel.BRANCH, Channel.COMMITTER, Channel.CONTENT, Channel.BINARY,
        Channel.DATE, Channel.MESSAGE, Channel.PATH, Channel.SUBMODULE, Channel.SYMLINK,
        Channel.TRAILER,
    }  # fmt: skip
    assert whole.coverage.scanned[Channel.MODE] == 1
    assert {each.channel for each in whole.coverage.skipped} == {
        Channel.BINARY, Channel.CONTENT, Channel.MESSAGE, Channel.SUBMODULE,
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_random_histories_are_told_as_ever(engine: str, seed: int, tmp_path: Path) -> None:
    repository = open_repository(random_history(tmp_path / "repo", SHORT, seed).path)
    one = scanner(engine, TERMS if seed % 2 else ())
    whole = _whole(repository, one)

    _same(_sifted(repository, one), whole)

    assert len(whole.findings) > 20


@pytest.fixture
def shares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_sift, "_SHARE", 4)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(3)), raising=False)


class _Noted(dict[int, "Sequence[tuple[Span, Match]]"]):
    """What is found elsewhere, and of how many units it was told."""

    units = 0

    def __setitem__(self, unit: int, matches: Sequence[tuple[Span, Match]]) -> None:
        self.units += 1
        super().__setitem__(unit, matches)


@pytest.mark.usefixtures("shares")
@pytest.mark.parametrize("fails", [False, True])
def test_several_processes_say_what_one_says(
    fails: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = open_repository(random_history(tmp_path / "repo", SHORT, 5, 200).path)
    one = scanner("", ())
    whole = _whole(repository, one)
    parent, forks, fork = os.getpid(), [], os.fork
    told = history_sift._told

    def dies(*args: object) -> Iterator[TextUnit]:
        assert os.getpid() == parent
        return told(*args)  # type: ignore[arg-type]

    def counted() -> int:
        forks.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    if fails:
        monkeypatch.setattr(history_sift, "_told", dies)
    found = _Noted()

    _same(_sifted(repository, one, found), whole)

    assert len(forks) == 2
    assert found == {}
    assert bool(found.units) != fails


@pytest.mark.usefixtures("shares")
def test_bytes_of_two_kinds_are_read_by_one_process(
    odd: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("forked"))
    one = scanner("", ())

    _same(_sifted(odd, one, {}), _whole(odd, one))


def test_no_git_is_left_when_nobody_reads_on(odd: Repository) -> None:
    started: list[Beside] = []
    begin = Beside.__init__

    def noted(self: Beside, *args: object, **options: object) -> None:
        begin(self, *args, **options)  # type: ignore[arg-type]
        started.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Beside, "__init__", noted)
        finder = scanner("", ()).looks
        units = history_units(odd, [], finder, Counter())
        for unit in units:
            if unit.channel is Channel.CONTENT:
                break
        units.close()  # type: ignore[attr-defined]

    assert len(started) > 4
    for each in started:
        assert each._process == -1
