"""The check of all history on the short way; see ``everyday``, of which this is the other half.

It is for a plain repository. Git begins to list its commits while what looks
at them is still being loaded.
"""

from __future__ import annotations

from itertools import chain

from prtool.errors import PrtoolError
from prtool.repo.beside import Beside
from prtool.repo.commits import listed
from prtool.repo.plain import plain_root
from prtool.repo.store import GitStore

_VERIFIED = ("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
"""Fails where there is no commit yet."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from prtool.model.finding import Severity
    from prtool.model.results import Skip
    from prtool.model.text import Channel
    from prtool.progress import Progress
    from prtool.reports.report import Report
    from prtool.sources.crew import Found


def check_history(folder: str, fail_on: Severity, progress: Progress) -> Report | None:
    """Return the report on all that refs reach; None if it has to be made the long way.

    Args:
        folder: a folder in the repository.
        fail_on: the lowest severity that is a leak.
        progress: is told of each text that is looked at by itself.
    """
    root = plain_root(folder)
    if root is None:
        return None
    store = GitStore(f"{root}/.git")
    started: list[Beside] = []
    try:
        started.append(listed(store.git_dir))
        started.append(Beside(store.git_dir, *_VERIFIED))
        return sifted_report(root, store, started, fail_on, progress)
    except PrtoolError:
        return None  # the long way says what is wrong
    finally:
        for each in started:
            each.end()


def sifted_report(
    root: str, store: GitStore, started: list[Beside], fail_on: Severity, progress: Progress
) -> Report | None:
    """Return the report on what git has begun to list; see :func:`check_history`."""
    from prtool.model.record import Counter
    from prtool.pipeline import everyday
    from prtool.pipeline.leaks import addresses
    from prtool.scan import NothingPublic
    from prtool.sources.history_sift import sifted
    from prtool.sources.odd_refs import odd_ref_units

    commits, head = started
    known = everyday.known_for(root)
    if known is None:
        return None
    scanner = everyday.scanner_for(*known, ())
    finder = scanner.looks.finder
    if finder is None:
        return None
    head.output()
    skipped: list[Skip] = []
    passed: Counter[Channel] = Counter()
    found: Found = {}
    authors: set[str] = set()
    progress.stage("scanning")
    units = chain(
        sifted(commits, store.git_dir, store, skipped, finder, passed, found),
        odd_ref_units(store, skipped),
    )
    scan = scanner.scan(
        addresses(everyday.noted(units, skipped), authors), NothingPublic(),
        on_unit=progress.step, passed=passed, found=found,
    )  # fmt: skip
    scan.coverage.skipped.extend(skipped)
    return everyday.report_on(scan, scanner, known, fail_on, authors)
