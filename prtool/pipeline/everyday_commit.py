"""The checks of a commit in the making, on the short way; see ``everyday``.

They are for a plain repository. Git lists what is staged while what looks at it is being loaded.
"""

from __future__ import annotations

import os

from prtool.errors import PrtoolError
from prtool.repo.plain import plain_root
from prtool.repo.store import GitStore
from prtool.rules import NAME as RULES_FILE
from prtool.sources.staged import listed_changes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from prtool.model.finding import Severity
    from prtool.model.results import Skip
    from prtool.progress import Progress
    from prtool.repo.beside import Beside
    from prtool.reports.report import Report


def check_staged(
    folder: str, index: str | None, fail_on: Severity, progress: Progress
) -> Report | None:
    """Return the report on what is staged; None if it has to be made the long way.

    Args:
        folder: a folder in the repository.
        index: the index file that git names, as an absolute path.
        fail_on: the lowest severity that is a leak.
        progress: is told of each text.
    """
    root = plain_root(folder)
    # What a merge takes from another branch is that branch's.
    if root is None or os.path.lexists(f"{root}/.git/MERGE_HEAD"):
        return None
    store = GitStore(f"{root}/.git")
    try:
        return _report(root, store, listed_changes(store.git_dir, index), fail_on, progress)
    except PrtoolError:
        return None  # the long way says what is wrong
    finally:
        store.close()


def check_message(folder: str, file: str, fail_on: Severity) -> Report | None:
    """Return the report on the message of a commit; None if it has to be made the long way.

    Args:
        folder: a folder in the repository.
        file: the file that git names.
        fail_on: the lowest severity that is a leak.

    Raises:
        OSError: the file can't be read.
    """
    root = plain_root(folder)
    if root is None:
        return None
    from prtool.pipeline import everyday
    from prtool.sources.commit_msg import commit_message_units

    with open(file, "rb") as opened:
        given = opened.read()
    skipped: list[Skip] = []
    try:
        known = everyday.known_for(root)
        units = tuple(commit_message_units(root, given, os.environ, skipped))
        if known is None or not units:
            return None
        scanner = everyday.scanner_for(*known, {RULES_FILE})
        scan = scanner.scan(everyday.noted(iter(units), skipped), everyday.Public(root))
    except PrtoolError:
        return None  # the long way says what is wrong
    scan.coverage.skipped.extend(skipped)
    return everyday.report_on(scan, scanner, known, fail_on)


def _report(
    root: str, store: GitStore, listed: Beside, fail_on: Severity, progress: Progress
) -> Report | None:
    from prtool.pipeline import everyday
    from prtool.repo.tree import TreeBase
    from prtool.sources.staged import change_units, staged_changes

    try:
        known = everyday.known_for(root)
        if known is None:
            return None
        changes = staged_changes(listed)
    finally:
        listed.end()
    head = TreeBase(store, "HEAD")
    scanner = everyday.scanner_for(*known, {RULES_FILE})
    progress.stage("scanning")
    units = change_units(changes, head, store.read)
    skipped: list[Skip] = []
    scan = scanner.scan(
        everyday.noted(units, skipped), everyday.Public(root), on_unit=progress.step
    )
    scan.coverage.skipped.extend(skipped)
    return everyday.report_on(scan, scanner, known, fail_on, upstream_paths=head.entries)
