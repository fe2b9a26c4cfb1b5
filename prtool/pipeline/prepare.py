"""``prtool prepare``: a private branch in, a verified clean bundle out."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from prtool.bundle.write import check_apart, check_target, write_bundle
from prtool.describe.notes import LeftOut
from prtool.detectors.commits import CommitIds
from prtool.detectors.terms import TermDetector
from prtool.errors import InputError
from prtool.lexicon.book import Book
from prtool.lexicon.expand import expand
from prtool.lexicon.pseudonyms import Pseudonyms
from prtool.lexicon.restore import restore_text
from prtool.model.changes import ChangeSet
from prtool.model.plan import Plan
from prtool.model.record import dataclass, field, replace
from prtool.model.results import CheckResult, Status, Verification
from prtool.model.text import Channel, TextUnit
from prtool.pipeline.authors import author_terms
from prtool.pipeline.basetests import run_on_base
from prtool.pipeline.blocked import Blocked, Reason, reasons
from prtool.pipeline.handover import Draft
from prtool.pipeline.judge import build_judge
from prtool.pipeline.prtext import TextRequest, TextSources, gather, read_changes
from prtool.pipeline.workspace import OWN_FILES, Places, Workspace, open_workspace
from prtool.policy import decide
from prtool.progress import Progress, Silent
from prtool.repo.fastimport import build_history
from prtool.repo.open import Repository, open_store
from prtool.repo.public import PublicBase
from prtool.repo.scratch import Scratch, new_scratch, scratch_folder
from prtool.repo.series import Patch, write_series
from prtool.repo.transfer import check_receiver, send_branch
from prtool.rewrite.edits import Edits, plan_edits
from prtool.rewrite.formatter import Formatter
from prtool.rewrite.history import HistoryWriter, PublicStyle, Rewrite
from prtool.rewrite.identity import NEUTRAL, Dates, PublicIdentity, parse_identity
from prtool.rules.load import NAME as RULES_FILE
from prtool.scan import Scan, Scanner
from prtool.sources.commit_range import read_range, resolve
from prtool.sources.units import units_of
from prtool.sources.worktree import SUBJECT, commit_worktree, is_dirty
from prtool.verify import CHECKS, Check, canary, command
from prtool.verify.candidate import Candidate
from prtool.verify.command import parse_command, scrubbed_environment


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRequest:
    """What the user asks for that decides what leaves; see the contract's ``prtool prepare``."""

    places: Places
    base: str
    head: str = "HEAD"
    worktree: bool = False
    squash: bool = False
    title: str | None = None
    text: TextRequest = TextRequest()
    author: str | None = None
    """``Name <email>``; git's ``prtool.author`` setting, or a neutral one, by default."""
    signoff: bool | None = None
    """None: when upstream asks for it, and there is a public author."""
    dates: Dates = Dates.UTC
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    format_command: str | None = None
    test_command: str | None = None
    test_timeout_s: float = 600.0
    test_variables: tuple[str, ...] = ()
    branch: str | None = None
    """A branch to create in ``into`` as well."""
    into: Path | None = None
    today: datetime.date = field(default_factory=lambda: datetime.datetime.now(datetime.UTC).date())


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareRequest(DraftRequest):
    """And where the bundle goes."""

    out: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What became of it; the bundle exists only when ``ok``."""

    identity: PublicIdentity
    plan: Plan
    rewrite: Rewrite
    verification: Verification
    patches: tuple[Patch, ...]
    title: str
    files: tuple[str, ...]
    """Public paths that the series changes."""
    private_dir: Path
    unformatted: tuple[str, ...]
    """Public paths that were not as the formatter wants them before, and were left so."""
    notes_left_out: tuple[LeftOut, ...]
    """Passages of the notes that stayed out."""
    left: tuple[str, ...]
    """What of the text is left for the person."""

    @property
    def ok(self) -> bool:
        """Tell whether every mandatory check passed."""
        return self.verification.ok


def prepare(request: PrepareRequest, progress: Progress | None = None) -> Prepared | Blocked:
    """Turn a private branch into a bundle.

    Raises:
        PrtoolError: something is wrong with the input or the machine; no bundle was written.
    """
    check_target(request.out)
    with open_run(request, progress) as run:
        return run.prepare(request.out)


@contextmanager
def open_run(request: DraftRequest, progress: Progress | None = None) -> Iterator[Run]:
    """Open the repository and a scratch store for one run."""
    with (
        open_workspace(request.places) as workspace,
        scratch_folder(workspace.private.tmp) as folder,
        _scratch_store(workspace, folder) as (scratch, store),
    ):
        yield Run(request, workspace, folder, scratch, store, progress or Silent())


@contextmanager
def _scratch_store(workspace: Workspace, folder: Path) -> Iterator[tuple[Scratch, Repository]]:
    repository = workspace.repository
    objects = repository.common_dir / "objects"
    scratch = new_scratch(folder / "store.git", objects, repository.object_format)
    store = open_store(scratch.git_dir)
    try:
        yield scratch, store
    finally:
        store.close()


@dataclass(frozen=True, slots=True)
class Run:
    """One run of ``prepare``, or of ``describe``, which ends with the draft."""

    request: DraftRequest
    workspace: Workspace
    folder: Path
    """Private, and gone afterwards."""
    scratch: Scratch
    store: Repository
    """Reads the scratch store, and through it the user's objects."""
    progress: Progress

    def prepare(self, out: Path) -> Prepared | Blocked:
        """Build the draft, prove it and hand it over."""
        check_apart(out, self.workspace.private.path)
        built = self.build()
        if isinstance(built, Blocked):
            return built
        draft, candidate, book, unformatted = built
        verification = self.verify(candidate)
        text = draft.pull_request(verification.results)
        if verification.ok:
            self._hand_over(draft, verification, book, out)
        return Prepared(
            identity=draft.style.identity, plan=draft.plan, rewrite=draft.rewrite,
            verification=verification, patches=draft.patches, title=text.title,
            files=draft.files(), private_dir=self.workspace.private.path, unformatted=unformatted,
            notes_left_out=draft.text.notes.left_out, left=text.left,
        )  # fmt: skip

    def build(self) -> tuple[Draft, Candidate, Book, tuple[str, ...]] | Blocked:
        """Return the draft, what the checks need, the names, and the files left unformatted."""
        bait = self._canary()
        changeset = self._read()
        # Reading upstream keeps the line alive; what it counts is not what the stage counts.
        public = PublicBase(self.store, changeset.base, on_read=lambda _: self.progress.step(0))
        text = self._text(public)
        style = self._style(text)
        scanner = self._scanner(changeset, public, style.identity)
        scan = self._scan(scanner, changeset, public, text)
        plan = self._decide(changeset, scan, public)
        if plan.blocked:
            return Blocked(reasons(plan, scanner.terms))
        pseudonyms = self._pseudonyms(scanner, changeset, public)
        edits = plan_edits(plan, scanner.terms, pseudonyms)
        rewrite, unformatted = self._rewrite(changeset, plan, edits, public, style)
        if rewrite.clashes or not rewrite.commits:
            return Blocked(_unusable(rewrite))
        draft = self._build(changeset, scanner, scan, plan, edits, rewrite, style, text)
        candidate = self._candidate(draft, public, pseudonyms.book, bait)
        return draft, candidate, pseudonyms.book, unformatted

    def _canary(self) -> CheckResult:
        bait = canary.check(self.workspace.scanner, self.workspace.lexicon)
        if bait.status is not Status.PASSED:
            raise InputError(
                f"the canary was missed ({bait.detail}): this gate would not hold",
                hint="correct or remove those terms; 'prtool lexicon list' shows them",
            )
        return bait

    def _text(self, public: PublicBase) -> TextSources:
        return gather(
            self.request.text, title=self.request.title, rules=self.workspace.rules,
            private=self.workspace.private, public=public, store=self.store,
        )  # fmt: skip

    def _style(self, text: TextSources) -> PublicStyle:
        repository = self.workspace.repository
        author = self.request.author or repository.setting("prtool", "author")
        signoff = self.request.signoff
        if signoff is None:
            # Nobody is nobody to certify anything.
            signoff = text.upstream.wants_sign_off and bool(author)
        return PublicStyle(
            identity=parse_identity(author) if author else NEUTRAL,
            dates=self.request.dates,
            signoff=signoff,
            keep_trailers=frozenset(self.workspace.rules.keep_trailers),
            object_format=repository.object_format,
        )

    def _read(self) -> ChangeSet:
        self.progress.stage("reading the private range")
        request, repository = self.request, self.workspace.repository
        base, head = resolve(repository, request.base, request.head)
        if request.branch is not None and request.into is not None:
            check_receiver(request.into, request.branch, base, repository)
        branch = repository.branch() if head == repository.commit_id("HEAD") else None
        if request.worktree:
            if head != repository.commit_id("HEAD"):
                raise InputError(
                    "--worktree takes what stands on HEAD, and --head is another commit",
                    hint="check that commit out first, or leave one of the two options away",
                )
            subject = request.title or SUBJECT
            head = commit_worktree(repository, self.scratch, self.folder, subject) or head
        elif request.head == "HEAD" and is_dirty(repository, self.scratch, self.folder):
            raise InputError(
                "the work tree has changes that are not committed",
                hint="commit or stash them, pass --worktree to include them, or --head to name "
                "the commit that you mean",
            )
        return read_range(self.store, base, head, squash=request.squash, branch=branch)

    def _scanner(
        self, changeset: ChangeSet, public: PublicBase, identity: PublicIdentity
    ) -> Scanner:
        """Return the workspace's scanner, which now knows the private commits and their authors."""
        scanner = self.workspace.scanner
        ids = CommitIds([commit.oid for commit in changeset.commits])
        commits = changeset.commits
        people = {who for commit in commits for who in (commit.author, commit.committer)}
        signed = author_terms(people, public, identity, self.workspace.terms)
        terms = TermDetector(expand((*scanner.terms.terms, *signed)))
        return replace(scanner, detectors=(*scanner.detectors, ids), terms=terms)

    def _scan(
        self, scanner: Scanner, changeset: ChangeSet, public: PublicBase, text: TextSources
    ) -> Scan:
        self.progress.stage("scanning")
        return scanner.scan(
            chain(units_of(changeset, public, self.store.read), text.units()),
            public,
            on_unit=self.progress.step,
        )

    def _decide(self, changeset: ChangeSet, scan: Scan, public: PublicBase) -> Plan:
        own = () if RULES_FILE in public.entries else OWN_FILES
        return decide(
            scan.findings, self.workspace.rules, today=self.request.today,
            paths=sorted({each.path for commit in changeset.commits for each in commit.changes}),
            upstream_paths=public.entries, drop=(*self.request.drop, *own), keep=self.request.keep,
        )  # fmt: skip

    def _pseudonyms(self, scanner: Scanner, changeset: ChangeSet, public: PublicBase) -> Pseudonyms:
        self.progress.stage("choosing pseudonyms")

        def taken(words: Collection[str]) -> frozenset[str]:
            left = set(words) - public.words_taken(words)
            for unit in units_of(changeset, public, self.store.read):
                text = unit.text.lower()
                left -= {word for word in left if word in text}
            return frozenset(words) - left

        private = self.workspace.private
        book = Book.load(private.map, self.workspace.key)
        return Pseudonyms(self.workspace.key, book, scanner.terms.terms, taken)

    def _rewrite(
        self, changeset: ChangeSet, plan: Plan, edits: Edits, public: PublicBase, style: PublicStyle
    ) -> tuple[Rewrite, tuple[str, ...]]:
        self.progress.stage("rewriting")
        formatter = self._formatter(changeset.base_tree)
        writer = HistoryWriter(
            plan=plan, edits=edits, base=public.entries, read=self.store.read, style=style,
            reformat=formatter,
        )  # fmt: skip
        rewrite = writer.rewrite(changeset)
        return rewrite, tuple(sorted(formatter.untouched)) if formatter else ()

    def _formatter(self, base_tree: str) -> Formatter | None:
        if self.request.format_command is None:
            return None
        folder = self.folder / "format"
        folder.mkdir()
        # Formatters look for their settings in the tree that they work in.
        self.scratch.checkout(base_tree, folder)
        argv = parse_command(self.request.format_command, "--format-cmd")
        return Formatter(tuple(argv), folder, scrubbed_environment())

    def _build(
        self, changeset: ChangeSet, scanner: Scanner, scan: Scan, plan: Plan, edits: Edits,
        rewrite: Rewrite, style: PublicStyle, text: TextSources,
    ) -> Draft:  # fmt: skip
        self.progress.stage("building the public history")
        made = build_history(self.scratch, changeset.base, rewrite.commits, rewrite.blobs)
        return Draft(
            base=(changeset.base, changeset.base_tree), head_tree=self.store.tree_id(made[-1]),
            scan=scan, scanner=scanner, plan=plan, edits=edits, rewrite=rewrite,
            made=made, style=style,
            text=self._measured(text, changeset, made[-1]),
            patches=write_series(
                self.scratch.git, changeset.base, made[-1], self.folder / "patches"
            ),
            rules_digest=self.workspace.rules.digest,
        )  # fmt: skip

    def _measured(self, text: TextSources, changeset: ChangeSet, head: str) -> TextSources:
        """Return the sources with what the public diff shows, and the tests' run on the base."""
        files = read_changes(self.scratch, self.folder, changeset.base, head)
        command = self.request.test_command
        base_run = run_on_base(
            self.scratch, changeset.base_tree, files, command,
            timeout_s=self.request.test_timeout_s, variables=self.request.test_variables,
        ) if command is not None else None  # fmt: skip
        return replace(text, files=files, base_run=base_run, test_command=command)

    def _candidate(
        self, draft: Draft, public: PublicBase, book: Book, bait: CheckResult
    ) -> Candidate:
        checks = self.folder / "checks"
        checks.mkdir()
        branch = self.request.branch
        return Candidate(
            scratch=self.scratch, store=self.store, public=public, base=draft.base[0],
            head=draft.made[-1], head_tree=draft.head_tree, patches=draft.patches, results=(bait,),
            render=draft.documents, judge=build_judge(
                self.workspace.rules, public.entries, today=self.request.today,
                keep=self.request.keep,
            ),
            texts=(TextUnit(channel=Channel.BRANCH, text=branch),) if branch else (),
            scanner=draft.scanner, allowed=(str(draft.style.identity),), folder=checks,
            edits=draft.edits, originals=draft.originals(),
            restore=lambda text: restore_text(text, book).text,
            test_command=self.request.test_command, test_timeout_s=self.request.test_timeout_s,
            test_variables=self.request.test_variables,
        )  # fmt: skip

    def verify(self, candidate: Candidate, checks: Sequence[Check] = CHECKS) -> Verification:
        """Let checks look at what is about to leave, in their order."""
        self.progress.stage("verifying")
        results = candidate.results
        for check in checks:
            results = (*results, check(replace(candidate, results=results)))
            self.progress.step()
        log = candidate.folder / command.LOG
        if log.exists():
            self.workspace.private.write(command.LOG, log.read_bytes())
        return Verification(results)

    def _hand_over(self, draft: Draft, verification: Verification, book: Book, out: Path) -> None:
        private = self.workspace.private
        private.write(private.map.name, book.as_bytes())
        draft.write_private_side(private, verification.results)
        write_bundle(out, draft.bundle(verification.results))
        if self.request.branch is not None and self.request.into is not None:
            send_branch(
                self.scratch.git, draft.base[0], draft.made[-1], self.request.into,
                self.request.branch,
            )  # fmt: skip


def _unusable(rewrite: Rewrite) -> tuple[Reason, ...]:
    if rewrite.clashes:
        ways_out = "rename the file, or name it with --drop"
        return tuple(Reason("path/clash", *clash, ways_out) for clash in rewrite.clashes)
    why = "no change is left once private files and lines are out"
    return (Reason("range/empty", "the whole range", why, "see --keep and the rules"),)
