"""Proves a scrubbed patch before it is printed: read again, compared, scanned again, applied."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from prtool.errors import GitError, InputError
from prtool.model.finding import Finding
from prtool.model.results import CheckResult, Skip, Status
from prtool.model.text import Channel, TextUnit
from prtool.repo.open import Repository
from prtool.repo.scratch import Scratch
from prtool.repo.series import Patch
from prtool.rewrite.patch.pieces import Change, read_parts, sign_of
from prtool.scan import PublicText, Scanner, with_allowed
from prtool.sources.patch import Hunk
from prtool.sources.patch_units import patch_units
from prtool.verify.applies import apply_series


def check_kept_lines(kept: Sequence[Change], data: bytes) -> CheckResult:
    """Read the output with the strict index and with unidiff; compare what had to stay.

    Args:
        kept: the input's changes that are still there, in order.
        data: the output.
    """
    name = "kept lines"
    try:
        after = [change for part in read_parts(data) for change in part.changes]
    except InputError as error:
        return CheckResult(name=name, status=Status.FAILED, detail=f"the output is broken: {error}")
    if len(after) != len(kept):
        detail = f"{len(after)} changes can be read, {len(kept)} were written"
        return CheckResult(name=name, status=Status.FAILED, detail=detail)
    for before, now in zip(kept, after, strict=True):
        if not _same_rows(before.file.hunks, now.file.hunks, before.carried):
            detail = f"the change at line {before.file.line} lost context or removed lines"
            return CheckResult(name=name, status=Status.FAILED, detail=detail)
    count = sum(len(change.file.hunks) for change in after)
    detail = f"{count} hunks read again, by unidiff too: counts fit, what had to stay is the same"
    return CheckResult(name=name, status=Status.PASSED, detail=detail)


def check_rescan(
    data: bytes,
    scanner: Scanner,
    public: PublicText,
    judge: Callable[[tuple[Finding, ...]], Sequence[Finding]],
    allowed: Collection[str],
) -> CheckResult:
    """Scan the output as the gate would."""
    name = "rescan"
    skipped: list[Skip] = []
    scan = scanner.scan(_units(data, skipped), public)
    left = judge(with_allowed(scan.findings, allowed))
    if left or not scan.coverage.total:
        places = ", ".join(sorted({f"{f.rule.id} in {f.unit.channel.value}" for f in left}))
        detail = f"{len(left)} left: {places}" if left else "nothing was scanned"
        return CheckResult(name=name, status=Status.FAILED, detail=detail)
    detail = "every text that leaves was scanned again, in all channels: nothing found"
    return CheckResult(name=name, status=Status.PASSED, detail=detail)


def check_applies(
    data: bytes, mails: Sequence[bytes], *, scratch: Scratch, store: Repository, base: str,
    folder: Path,
) -> CheckResult:  # fmt: skip
    """Apply the output to a public commit: mails with ``git am``, a diff with ``git apply``."""
    name = "applies"
    how = "git am" if mails else "git apply"
    try:
        if mails:
            patches = [Patch(f"{number}", mail, "") for number, mail in enumerate(mails)]
            apply_series(scratch, store, base, patches, folder)
        else:
            tree = folder / "apply"
            tree.mkdir()
            git = scratch.with_work_tree(tree, folder / "apply.index")
            git.run("read-tree", base)
            git.run("apply", "--cached", "--check", "-", stdin=data, doing="applying the patch")
    except GitError:
        detail = f"'{how}' refuses it on the public base"
        return CheckResult(name=name, status=Status.FAILED, detail=detail)
    return CheckResult(name=name, status=Status.PASSED, detail=f"'{how}' takes it on that commit")


def _units(data: bytes, skipped: list[Skip]) -> Iterator[TextUnit]:
    """Yield what the gate would look at; a time is just what --dates asked for."""
    yield from (unit for unit in patch_units(data, skipped) if unit.channel is not Channel.DATE)


def _same_rows(before: Sequence[Hunk], after: Sequence[Hunk], carried: Collection[bytes]) -> bool:
    """Tell whether the context and removed lines of some hunks are those of the input.

    Only lines that the input itself adds earlier may differ or be gone; a hunk may go as a whole
    when nothing of it is removed.
    """
    left = list(after)
    for hunk in before:
        own = [row for row in hunk.rows if sign_of(row) != b"+"]
        now = [row for row in left[0].rows if sign_of(row) != b"+"] if left else None
        if now is not None and _fits(own, now, carried):
            left.pop(0)
        elif any(sign_of(row) == b"-" and row[1:] not in carried for row in own):
            return False
    return not left


def _fits(before: Sequence[bytes], after: Sequence[bytes], carried: Collection[bytes]) -> bool:
    if not carried:
        return list(before) == list(after)
    rest = iter(after)
    fixed = [row for row in before if row[1:] not in carried]
    return len(after) <= len(before) and all(row in rest for row in fixed)
