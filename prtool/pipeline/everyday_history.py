"""The check of all history on the short way; see ``everyday``, of which this is the other half.

GitPython takes as long to load as the history of a small project takes to check. So the short way
is for a repository of the plainest sort, whose folder can be told without it.
"""

from __future__ import annotations

import os

from prtool.errors import PrtoolError
from prtool.model.patterns import bytes_regex
from prtool.model.record import Counter
from prtool.pipeline.everyday import gate_of, has_private_side, noted, report_on, scanner_for
from prtool.pipeline.leaks import addresses
from prtool.repo.beside import Beside, possible
from prtool.repo.store import GitStore
from prtool.scan import NothingPublic
from prtool.sources.history_sift import listed, sifted
from prtool.sources.odd_refs import odd_ref_units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from prtool.model.finding import Severity
    from prtool.model.results import Skip
    from prtool.model.text import Channel, TextUnit
    from prtool.progress import Progress
    from prtool.reports.report import Report

_ELSEWHERE = ("GIT_COMMON_DIR", "GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE")
"""Variables by which GitPython may open another repository."""
_OID = bytes_regex(rb"[0-9a-f]{40}")


def check_history(folder: str, fail_on: Severity, progress: Progress) -> Report | None:
    """Return the report on all that refs reach; None if it has to be made the long way.

    Args:
        folder: a folder in the repository.
        fail_on: the lowest severity that is a leak.
        progress: is told of each text that is looked at by itself.
    """
    root = _plain_root(folder)
    if root is None or has_private_side(root) or not possible():
        return None
    git_dir = os.path.join(root, ".git")
    started: list[Beside] = []
    try:
        commits = listed(git_dir)
        started.append(commits)
        head = Beside(git_dir, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        started.append(head)
        gate = gate_of(root)
        if gate is None:
            return None
        head.output()
        scanner = scanner_for(gate, ())
        if scanner.looks.finder is None:
            return None
        skipped: list[Skip] = []
        passed: Counter[Channel] = Counter()
        store = GitStore(git_dir)

        def units() -> Iterator[TextUnit]:
            finder = scanner.looks
            yield from sifted(commits, git_dir, store, skipped, finder, passed)
            yield from odd_ref_units(store, skipped)

        authors: set[str] = set()
        progress.stage("scanning")
        scan = scanner.scan(
            addresses(noted(units(), skipped), authors), NothingPublic(),
            on_unit=progress.step, passed=passed,
        )  # fmt: skip
    except PrtoolError:
        return None  # the long way says what is wrong
    finally:
        for each in started:
            each.end()
    scan.coverage.skipped.extend(skipped)
    return report_on(scan, scanner, gate, fail_on, authors)


def _plain_root(folder: str) -> str | None:
    """Return the work tree that a folder is in; None where that is not plain to see.

    Source: ``Repo.__init__`` and ``is_git_dir`` of GitPython.
    """
    if folder.startswith("~") or any(name in os.environ for name in _ELSEWHERE):
        return None
    place = os.path.abspath(folder)
    while not os.path.lexists(os.path.join(place, ".git")):
        parent = os.path.dirname(place)
        if parent == place or os.path.lexists(os.path.join(place, "HEAD")):
            return None  # a bare repository has no folder of its own
        place = parent
    root = os.path.realpath(place)
    git_dir = os.path.join(root, ".git")
    plain = (
        not os.path.islink(git_dir)
        and all(os.path.isdir(os.path.join(git_dir, name)) for name in ("objects", "refs"))
        and not any(
            os.path.lexists(os.path.join(git_dir, name)) for name in ("commondir", "shallow")
        )
        and _is_head(_read(os.path.join(git_dir, "HEAD")))
        and _is_plain_config(_read(os.path.join(git_dir, "config")))
    )
    return root if plain else None


def _is_head(raw: bytes | None) -> bool:
    """Tell whether this is a ``HEAD``, on a branch or detached."""
    return raw is not None and (raw.startswith(b"ref: refs/") or _OID.match(raw) is not None)


def _is_plain_config(raw: bytes | None) -> bool:
    """Tell whether a config says that there is a work tree, and leads to no other file."""
    if raw is None:
        return False
    lines = [line.strip() for line in raw.lower().split(b"\n")]
    return b"bare = false" in lines and not any(
        b"include" in line or (b"bare" in line and line != b"bare = false") for line in lines
    )


def _read(name: str) -> bytes | None:
    try:
        if os.path.islink(name):
            return None
        with open(name, "rb") as file:
            return file.read()
    except OSError:
        return None
