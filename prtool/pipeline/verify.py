"""``prtool verify``: does a bundle hold on a pristine repository?"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from pathlib import Path

from prtool.bundle.read import Bundle, read_bundle
from prtool.bundle.write import SUMS
from prtool.errors import GitError
from prtool.model.record import dataclass
from prtool.model.results import CheckResult, Status, Verification
from prtool.pipeline.judge import Judge, build_judge
from prtool.pipeline.places import Places
from prtool.pipeline.released import but_for, recall
from prtool.pipeline.workspace import Workspace, open_workspace
from prtool.progress import Progress, Silent
from prtool.repo.open import Repository, open_store
from prtool.repo.public import PublicBase
from prtool.repo.scratch import Scratch, new_scratch, scratch_folder
from prtool.verify import applies, canary, rescan, squash
from prtool.verify.candidate import Candidate


@dataclass(frozen=True, slots=True)
class VerifyRequest:
    """Which bundle to check, and on what."""

    places: Places
    bundle: Path
    base: str
    keep: tuple[str, ...] = ()
    """Globs of paths that may be binary, or files of one machine."""


def verify(request: VerifyRequest, progress: Progress | None = None) -> Verification:
    """Check a bundle again: checksums, base, applies, tree, rescan.

    Private terms are looked for when the repository has a lexicon; the general detectors always
    look. What a person has let leave is known where the private folder is that the bundle was made
    with, as long as the bundle is what it was.

    Raises:
        PrtoolError: the bundle or the repository can't be read.
    """
    progress = progress or Silent()
    bundle = read_bundle(request.bundle)
    with open_workspace(request.places, need_lexicon=False) as workspace:
        base = workspace.repository.commit_id(request.base)
        with scratch_folder() as folder:
            scratch = new_scratch(
                folder / "store.git",
                workspace.repository.common_dir / "objects",
                workspace.repository.object_format,
            )
            store = open_store(scratch.git_dir)
            try:
                return Verification(
                    tuple(
                        _results(request, bundle, workspace, base, scratch, store, folder, progress)
                    )
                )
            finally:
                store.close()


def _results(
    request: VerifyRequest, bundle: Bundle, workspace: Workspace, base: str, scratch: Scratch,
    store: Repository, folder: Path, progress: Progress,
) -> Iterator[CheckResult]:  # fmt: skip
    progress.stage("checking the bundle")
    yield _result("checksums", "; ".join(bundle.damage), "every file is as it was written")
    yield canary.check(workspace.scanner, workspace.lexicon)
    same = store.tree_id(base) == bundle.manifest["base"]["tree"]
    yield _result(
        "base",
        "" if same else "this is not the public base that the bundle was made for",
        "the public base is the one in the manifest",
    )
    progress.stage("applying the series")
    try:
        head = applies.apply_series(scratch, store, base, bundle.patches, folder)
    except GitError:
        yield _result("applies", "'git am' refuses the series on this base", "")
        return
    tree = bundle.manifest["head"]["tree"]
    yield _result(
        "applies",
        "" if store.tree_id(head) == tree else "the series gives another tree than the manifest's",
        f"{len(bundle.patches)} patches applied by 'git am', same tree as in the manifest",
    )
    progress.stage("scanning")
    public = PublicBase(store, base, on_read=lambda _: progress.step(0))
    judge = _judge(request, bundle, workspace, public)
    candidate = _candidate(bundle, workspace, judge, base, head, scratch, store, public, folder)
    yield squash.check(candidate)
    yield rescan.check(candidate)


def _judge(
    request: VerifyRequest, bundle: Bundle, workspace: Workspace, public: PublicBase
) -> Judge:
    today = datetime.datetime.now(datetime.UTC).date()
    judge = build_judge(workspace.rules, public.entries, today=today, keep=request.keep)
    released = recall(workspace.private, workspace.key, bundle.files)
    return but_for(judge, released, workspace.key)


def _candidate(
    bundle: Bundle, workspace: Workspace, judge: Judge, base: str, head: str, scratch: Scratch,
    store: Repository, public: PublicBase, folder: Path,
) -> Candidate:  # fmt: skip
    # The checksums say nothing but the names of the others, or they are damaged.
    others = {SUMS, *(patch.file for patch in bundle.patches)}
    documents = {name: data for name, data in bundle.files.items() if name not in others}
    return Candidate(
        scratch=scratch, store=store, public=public, base=base, head=head,
        head_tree=bundle.manifest["head"]["tree"], patches=bundle.patches,
        render=lambda _: documents, scanner=workspace.scanner, folder=folder,
        judge=judge, allowed=_authors(bundle),
    )  # fmt: skip


def _authors(bundle: Bundle) -> tuple[str, ...]:
    """Return the public author, who is the same in every patch; none when they differ."""
    mails = (patch.data.partition(b"\n")[2] for patch in bundle.patches)
    authors = {str(BytesHeaderParser().parsebytes(mail)["From"]) for mail in mails}
    return tuple(authors) if len(authors) == 1 else ()


def _result(name: str, trouble: str, otherwise: str) -> CheckResult:
    status = Status.FAILED if trouble else Status.PASSED
    return CheckResult(name=name, status=status, detail=trouble or otherwise)
