"""``prtool prepare``: a private branch in, a verified clean bundle out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path

from prtool.bundle.write import check_apart, check_target, write_bundle
from prtool.detectors.commits import CommitIds
from prtool.detectors.terms import TermDetector
from prtool.errors import InputError
from prtool.lexicon.book import Book
from prtool.lexicon.expand import expand
from prtool.lexicon.pseudonyms import Pseudonyms
from prtool.lexicon.restore import restore_text
from prtool.model.changes import ChangeSet
from prtool.model.headings import headings
from prtool.model.plan import Plan
from prtool.model.record import dataclass, replace
from prtool.model.results import CheckResult, Verification
from prtool.model.text import Channel, TextUnit
from prtool.pipeline.authors import author_terms, people_of
from prtool.pipeline.basetests import run_on_base
from prtool.pipeline.blocked import Blocked, blocked_by
from prtool.pipeline.decisions import Ask, Recalled, flaw_finder, settle
from prtool.pipeline.handover import Draft
from prtool.pipeline.judge import Judge, build_judge
from prtool.pipeline.places import OWN_FILES
from prtool.pipeline.prtext import TextSources, gather, read_changes
from prtool.pipeline.released import Witness, remember
from prtool.pipeline.requests import DraftRequest, Prepared, PrepareRequest
from prtool.pipeline.review import Reviewed
from prtool.pipeline.reword import check_place, leaks_by, reword, told
from prtool.pipeline.workspace import Workspace, open_workspace
from prtool.policy import decide
from prtool.progress import Progress, Silent
from prtool.repo.fastimport import build_history
from prtool.repo.open import Repository, open_store
from prtool.repo.public import PublicBase
from prtool.repo.scratch import Scratch, new_scratch, scratch_folder
from prtool.repo.series import write_series
from prtool.repo.transfer import check_receiver, send_branch
from prtool.rewrite.edits import Edits, plan_edits
from prtool.rewrite.formatter import Formatter
from prtool.rewrite.history import HistoryWriter, PublicStyle, Rewrite
from prtool.rewrite.identity import NEUTRAL, PublicIdentity, parse_identity
from prtool.rewrite.messages.cuts import cuts_of, decided, with_cuts
from prtool.rules.load import NAME as RULES_FILE
from prtool.scan import Scan, Scanner
from prtool.sources.commit_range import read_range, resolve, telling
from prtool.sources.units import units_of
from prtool.sources.worktree import SUBJECT, commit_worktree, is_dirty
from prtool.verify import canary, command
from prtool.verify.candidate import Candidate
from prtool.verify.checks import CHECKS, Check
from prtool.verify.command import parse_command, scrubbed_environment


def prepare(
    request: PrepareRequest, progress: Progress | None = None, ask: Ask | None = None
) -> Prepared | Blocked:
    """Turn a private branch into a bundle.

    Args:
        request: what is wanted.
        progress: is told what is being done.
        ask: asks a person for what the rules don't decide; nobody is asked by default.

    Raises:
        PrtoolError: something is wrong with the input or the machine; no bundle was written.
    """
    check_target(request.out)
    with open_run(request, progress, ask) as run:
        return run.prepare(request.out)


@contextmanager
def open_run(
    request: DraftRequest, progress: Progress | None = None, ask: Ask | None = None
) -> Iterator[Run]:
    """Open the repository and a scratch store for one run."""
    with (
        open_workspace(request.places) as workspace,
        scratch_folder(workspace.private.tmp) as folder,
        _scratch_store(workspace, folder) as (scratch, store),
    ):
        yield Run(request, workspace, folder, scratch, store, progress or Silent(), ask)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A draft, with what proves it, hands it over and tells of it."""

    draft: Draft
    candidate: Candidate
    witness: Witness
    """Knows what of the candidate leaves because a person said so."""
    book: Book
    page: Callable[..., Reviewed]
    """Makes the review page of a run, of title, body and results."""
    unformatted: tuple[str, ...]
    messages: tuple[tuple[str, ...], ...]
    recalled: Recalled


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
    ask: Ask | None

    def prepare(self, out: Path) -> Prepared | Blocked:
        """Build the draft, prove it and hand it over."""
        private = self.workspace.private
        check_apart(out, private.path)
        whole_tree = self.request.worktree
        check_place(self.request.reword, out, self.workspace, whole_tree=whole_tree)
        built = self.build()
        if isinstance(built, Blocked):
            return built
        draft = built.draft
        verification = self.verify(built.candidate)
        results = verification.results
        text = draft.pull_request(results)
        built.page(title=text.title, body=text.body, made=draft.made, results=results).write(
            private
        )
        if verification.ok:
            self._hand_over(built, verification, out)
        return Prepared(
            identity=draft.style.identity, plan=draft.plan, rewrite=draft.rewrite,
            verification=verification, patches=draft.patches, title=text.title,
            files=draft.files(), private_dir=private.path, unformatted=built.unformatted,
            notes_left_out=draft.text.notes.left_out, left=text.left, messages=built.messages,
            recalled=built.recalled,
        )  # fmt: skip

    def build(self) -> Built | Blocked:
        """Return the draft with what belongs to it, or what needs a person."""
        return self._built(self._read())

    def _built(self, changeset: ChangeSet, *, is_told: bool = False) -> Built | Blocked:
        private = self.workspace.private
        bait = canary.require(self.workspace.scanner, self.workspace.lexicon)
        # Reading upstream keeps the line alive; what it counts is not what the stage counts.
        public = PublicBase(self.store, changeset.base, on_read=lambda _: self.progress.step(0))
        text = self._text(public)
        style = self._style(text)
        scanner = self._scanner(changeset, public, style.identity)
        scan = self._scan(scanner, changeset, public, text)
        cuts = cuts_of(changeset.commits, headings(self.workspace.rules.headings), text.known)
        judge = self._judge(public)
        settled = settle(
            decided(self._decide(changeset, scan, public), cuts), private, self.workspace.key,
            self.request.today, self.ask, flaw_finder(scanner, judge),
        )  # fmt: skip
        plan = settled.plan
        # What a squash says is known when the files are that leave; then it is read once more.
        told_of = telling(changeset, plan.dropped)
        if told_of != changeset and not is_told:
            return self._built(told_of, is_told=True)
        pseudonyms = self._pseudonyms(scanner, changeset, public)
        edits = with_cuts(plan_edits(plan, scanner.terms, pseudonyms), cuts)
        rewrite, unformatted = self._rewrite(changeset, plan, edits, public, style)
        page = partial(
            Reviewed, changeset=changeset, plan=plan, edits=edits, rewrite=rewrite,
            read=self.store.read, object_format=style.object_format, texts=tuple(text.units()),
        )  # fmt: skip
        blocked = blocked_by(plan, scanner.terms, rewrite, changeset.commits[-1].oid)
        if blocked is not None:
            page(title="Not ready to leave", needs=blocked.reasons).write(private)
            return replace(blocked, recalled=settled.recalled)
        leaks = leaks_by(scanner, public, style.identity, judge)
        reworded = reword(self.request.reword, rewrite, cuts, style.identity, leaks)
        if isinstance(reworded, Blocked):
            return reworded
        draft = self._build(changeset, scanner, scan, plan, edits, reworded, style, text)
        strict = build_judge(self.workspace.rules, public.entries, today=self.request.today)
        witness = Witness(settled.judge(judge, edits), strict, self.workspace.key)
        return Built(
            draft=draft, candidate=self._candidate(draft, public, pseudonyms.book, bait, witness),
            witness=witness,
            book=pseudonyms.book, page=partial(page, rewrite=reworded), unformatted=unformatted,
            messages=told(reworded, cuts), recalled=settled.recalled,
        )  # fmt: skip

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
            known=text.known, object_format=repository.object_format,
        )  # fmt: skip

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
        ids = CommitIds([commit.oid for commit in changeset.private])
        people = people_of(changeset.private)
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
        formatter = self._formatter(changeset.base_tree) if not plan.blocked else None
        writer = HistoryWriter(
            plan=plan, edits=edits, base=public.entries, read=self.store.read, style=style,
            reformat=formatter,
        )  # fmt: skip
        rewrite = writer.rewrite(changeset)
        return rewrite, tuple(sorted(formatter.untouched)) if formatter else ()

    def _judge(self, public: PublicBase) -> Judge:
        rules, keep = self.workspace.rules, self.request.keep
        return build_judge(rules, public.entries, today=self.request.today, keep=keep)

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
        self, draft: Draft, public: PublicBase, book: Book, bait: CheckResult, judge: Judge
    ) -> Candidate:
        checks = self.folder / "checks"
        checks.mkdir()
        branch = self.request.branch
        return Candidate(
            scratch=self.scratch, store=self.store, public=public, base=draft.base[0],
            head=draft.made[-1], head_tree=draft.head_tree, patches=draft.patches, results=(bait,),
            render=draft.documents, judge=judge,
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

    def _hand_over(self, built: Built, verification: Verification, out: Path) -> None:
        private, draft = self.workspace.private, built.draft
        private.write(private.map.name, built.book.as_bytes())
        draft.write_private_side(private)
        bundle = draft.bundle(verification.results)
        remember(private, self.workspace.key, bundle, built.witness.released)
        write_bundle(out, bundle)
        if self.request.branch is not None and self.request.into is not None:
            send_branch(
                self.scratch.git, draft.base[0], draft.made[-1], self.request.into,
                self.request.branch,
            )  # fmt: skip
