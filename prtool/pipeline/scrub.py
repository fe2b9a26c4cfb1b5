"""``prtool scrub``: a diff or a mailbox in, a sanitised and proven one out."""

from __future__ import annotations

import datetime
import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace

from prtool.detectors.commits import CommitIds
from prtool.detectors.terms import AMBIGUOUS_TERM, TermDetector
from prtool.errors import InputError, LexiconError, RepositoryError
from prtool.lexicon import store
from prtool.lexicon.book import Book
from prtool.lexicon.expand import expand
from prtool.lexicon.model import Lexicon
from prtool.lexicon.privatedir import PrivateDir
from prtool.lexicon.pseudonyms import Pseudonyms
from prtool.model.plan import Action, Decision, Plan
from prtool.model.results import CheckResult, Skip, Status, Verification
from prtool.model.text import Channel, TextUnit, decode
from prtool.pipeline.authors import author_terms
from prtool.pipeline.blocked import Blocked, Reason
from prtool.pipeline.inputs import Input, Subject, fork_point
from prtool.pipeline.judge import build_judge
from prtool.pipeline.workspace import (
    OWN_FILES,
    Places,
    build_scanner,
    load_rules,
    open_workspace,
)
from prtool.policy import decide
from prtool.progress import Progress, Silent
from prtool.repo.open import Repository, open_store
from prtool.repo.public import PublicBase
from prtool.repo.scratch import new_scratch, scratch_folder
from prtool.rewrite.edits import plan_edits
from prtool.rewrite.identity import NEUTRAL, Dates, parse_identity
from prtool.rewrite.patch.build import Built, PatchBuilder, PatchStyle
from prtool.rewrite.patch.pieces import PROSE, Part, read_parts
from prtool.rules.load import NAME as RULES_FILE
from prtool.rules.model import RuleSet
from prtool.scan import NothingPublic, Scanner
from prtool.verify import canary
from prtool.verify.scrubbed import check_applies, check_kept_lines, check_rescan

_KEPT = frozenset({Channel.CONTEXT, Channel.REMOVED})
_FROM_ROWS = frozenset({Channel.CONTENT, Channel.SYMLINK, Channel.SUBMODULE})
_WAYS_KEPT = (
    "make the patch anew with 'prtool prepare' in its repository; or name the public commit that "
    "has this line with --base, leave the file out with --drop, or allow it by a rule"
)
_WAYS = {
    "path/before": "leave the file out with --drop, or use 'prtool prepare' in its repository",
    "path/clash": "rename one of the files, or leave one out with --drop",
    "path/half-dropped": "make the patch with --no-renames",
    "private/kept-line": _WAYS_KEPT,
    "input/binary": "leave the file out with --drop, or keep it with --keep if it is harmless",
    "range/empty": "see --keep and the rules",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrubRequest:
    """What the user asks for."""

    places: Places
    data: bytes
    base: str | None = None
    """The public commit that the patch is for; then it is proven that it applies."""
    author: str | None = None
    """``Name <email>``; git's ``prtool.author`` setting, or a neutral one, by default."""
    dates: Dates = Dates.UTC
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    today: datetime.date = field(default_factory=lambda: datetime.datetime.now(datetime.UTC).date())


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrubbed:
    """What became of it; the data may leave only when ``ok``."""

    data: bytes
    actions: Counter[tuple[str, str, str]]
    """How often each (action, rule, channel) was carried out."""
    gone: Counter[str]
    """How many files, hunks, mails and texts were left out."""
    mails: int
    verification: Verification
    notes: tuple[str, ...]
    """What the user should know about this run."""

    @property
    def ok(self) -> bool:
        """Tell whether every check passed."""
        return self.verification.ok


@dataclass(frozen=True, slots=True, kw_only=True)
class _Home:
    """Where the run finds its things: a repository, a private folder, or neither."""

    repository: Repository | None
    private: PrivateDir | None
    """None where nothing is remembered."""
    rules: RuleSet
    lexicon: Lexicon | None
    key: bytes


def scrub(request: ScrubRequest, progress: Progress | None = None) -> Scrubbed | Blocked:
    """Sanitise a patch.

    Raises:
        PrtoolError: it can't be read, or something is wrong with rules, lexicon or machine.
    """
    with _home(request) as home:
        return _Run(request, home, progress or Silent()).scrub()


@contextmanager
def _home(request: ScrubRequest) -> Iterator[_Home]:
    places = request.places
    with ExitStack() as stack:
        try:
            workspace = stack.enter_context(open_workspace(places, need_lexicon=False))
        except RepositoryError:
            folder = places.folder.resolve()
            inside = any((each / ".git").exists() for each in (folder, *folder.parents))
            # A repository that can't be read may have a lexicon: it must not be overlooked.
            if inside or not folder.is_dir() or request.base is not None:
                raise
            yield _outside(places)
            return
        path = places.lexicon or workspace.private.lexicon
        has_lexicon = path.exists()
        yield _Home(
            repository=workspace.repository, rules=workspace.rules, key=workspace.key,
            private=workspace.private if has_lexicon else None,
            lexicon=workspace.lexicon if has_lexicon else None,
        )  # fmt: skip


def _outside(places: Places) -> _Home:
    rules = load_rules(None, places)
    private = PrivateDir(places.private_dir) if places.private_dir is not None else None
    if private is not None:
        private.check()
    path = places.lexicon or (private.lexicon if private is not None else None)
    if path is None and rules.require_lexicon:
        raise LexiconError("the rules require a lexicon, and there is none")
    return _Home(
        repository=None, private=private, rules=rules,
        lexicon=store.load(path) if path is not None else None,
        key=private.key() if private is not None else secrets.token_bytes(32),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of ``scrub``."""

    request: ScrubRequest
    home: _Home
    progress: Progress

    def scrub(self) -> Scrubbed | Blocked:
        parts = read_parts(self.request.data)
        public, base = self._public()
        style = self._style()
        scanner = self._scanner(parts, public, style)
        bait = self._canary(scanner)
        self.progress.stage("scanning")
        skipped: list[Skip] = []
        units = _unique(unit for part in parts for unit in part.units(skipped))
        scan = scanner.scan(units, public, on_unit=self.progress.step)
        upstream = public.entries if isinstance(public, PublicBase) else ()
        own = () if RULES_FILE in upstream else OWN_FILES
        plan = decide(
            scan.findings, self.home.rules, today=self.request.today, upstream_paths=upstream,
            paths=[decode(n) for part in parts for each in part.changes for n in each.names],
            drop=(*self.request.drop, *own), keep=self.request.keep,
        )  # fmt: skip
        acting, prose = _split(plan)
        self.progress.stage("rewriting")
        reasons = _reasons(acting, parts, scanner.terms)
        if reasons:
            return Blocked(reasons)
        pseudonyms = self._pseudonyms(scanner, units, public)
        builder = PatchBuilder(
            edits=plan_edits(acting, scanner.terms, pseudonyms), dropped=plan.dropped,
            style=style, private_prose=prose,
        )  # fmt: skip
        built = builder.build(self.request.data, parts)
        if built.problems:
            return Blocked(
                tuple(
                    Reason(each.rule, _line(each.line), each.why, _WAYS[each.rule])
                    for each in built.problems
                )
            )
        self.progress.stage("verifying")
        judge = build_judge(
            self.home.rules, upstream, today=self.request.today, keep=self.request.keep
        )
        results = [bait, check_kept_lines(built.kept, built.data)]
        results.append(check_rescan(built.data, scanner, public, judge, (str(style.identity),)))
        if base is not None and self.request.base is not None:
            results.append(self._applies(built, base))
        scrubbed = Scrubbed(
            data=built.data, actions=_actions(plan), gone=built.gone,
            mails=sum(part.letter is not None for part in parts),
            verification=Verification(tuple(results)), notes=self._notes(base, style, parts),
        )  # fmt: skip
        if scrubbed.ok and self.home.private is not None:
            private = self.home.private
            private.write(private.map.name, pseudonyms.book.as_bytes())
        return scrubbed

    def _public(self) -> tuple[PublicBase | NothingPublic, str | None]:
        """Return what is public already, and the commit that says so where one is known."""
        repository = self.home.repository
        if repository is None:
            return NothingPublic(), None
        if self.request.base is not None:
            base = repository.commit_id(self.request.base)
        else:
            try:
                base = fork_point(Subject(kind=Input.RANGE), repository)
            except InputError:
                return NothingPublic(), None
        return PublicBase(repository, base, on_read=lambda _: self.progress.step(0)), base

    def _style(self) -> PatchStyle:
        repository = self.home.repository
        author = self.request.author
        if author is None and repository is not None:
            author = repository.setting("prtool", "author")
        return PatchStyle(
            identity=parse_identity(author) if author else NEUTRAL, dates=self.request.dates,
            keep_trailers=frozenset(self.home.rules.keep_trailers),
        )  # fmt: skip

    def _scanner(
        self, parts: Sequence[Part], public: PublicBase | NothingPublic, style: PatchStyle
    ) -> Scanner:
        """Return a scanner that also knows the private commits and their authors."""
        letters = [part.letter for part in parts if part.letter is not None]
        own = expand(self.home.lexicon.terms if self.home.lexicon is not None else ())
        people = {letter.author for letter in letters if letter.author is not None}
        signed = author_terms(people, public, style.identity, own)
        scanner = build_scanner(self.home.rules, own, self.home.key)
        ids = CommitIds([letter.commit for letter in letters if letter.commit is not None])
        terms = TermDetector(expand((*scanner.terms.terms, *signed)))
        return replace(scanner, detectors=(*scanner.detectors, ids), terms=terms)

    def _canary(self, scanner: Scanner) -> CheckResult:
        bait = canary.check(scanner, self.home.lexicon or Lexicon())
        if bait.status is not Status.PASSED:
            raise InputError(
                f"the canary was missed ({bait.detail}): this gate would not hold",
                hint="correct or remove those terms; 'prtool lexicon list' shows them",
            )
        return bait

    def _pseudonyms(
        self, scanner: Scanner, units: Sequence[TextUnit], public: PublicBase | NothingPublic
    ) -> Pseudonyms:
        def taken(words: Collection[str]) -> frozenset[str]:
            left = set(words)
            if isinstance(public, PublicBase):
                left -= public.words_taken(words)
            for unit in units:
                text = unit.text.lower()
                left -= {word for word in left if word in text}
            return frozenset(words) - left

        home = self.home
        book = Book.load(home.private.map, home.key) if home.private else Book.new(home.key)
        return Pseudonyms(home.key, book, scanner.terms.terms, taken)

    def _applies(self, built: Built, base: str) -> CheckResult:
        repository = self.home.repository
        assert repository is not None  # noqa: S101 - a base is named in a repository alone
        objects = repository.common_dir / "objects"
        private = self.home.private
        with scratch_folder(private.tmp if private is not None else None) as folder:
            scratch = new_scratch(folder / "store.git", objects, repository.object_format)
            store = open_store(scratch.git_dir)
            try:
                return check_applies(
                    built.data, built.mails, scratch=scratch, store=store, base=base, folder=folder
                )
            finally:
                store.close()

    def _notes(self, base: str | None, style: PatchStyle, parts: Sequence[Part]) -> tuple[str, ...]:
        notes = []
        if style.identity == NEUTRAL and any(part.letter is not None for part in parts):
            notes.append("the author is a neutral one; name yours with --author 'Name <email>'")
        if self.home.lexicon is None:
            notes.append("no lexicon: private names can't be told from others; only the rules look")
        if self.home.private is None:
            notes.append("no private folder: pseudonyms differ from run to run, none is restored")
        if base is None:
            notes.append("no public commit is known: every line counts as new (see --base)")
        return tuple(notes)


def _unique(units: Iterator[TextUnit]) -> tuple[TextUnit, ...]:
    """Return all units, a path once however often it is changed."""
    found: dict[object, TextUnit] = {}
    for unit in units:
        key = (unit.channel, unit.text) if unit.channel is Channel.PATH else id(unit)
        found.setdefault(key, unit)
    return tuple(found.values())


def _split(plan: Plan) -> tuple[Plan, bool]:
    """Return the plan for what stays, and whether the text around a diff has to go."""
    stays = []
    prose = False
    for decision in plan.decisions:
        unit = decision.finding.unit
        if unit.blob == PROSE:
            prose = prose or decision.action is not Action.ALLOW
        elif unit.path not in plan.dropped:
            stays.append(decision)
    return replace(plan, decisions=tuple(stays)), prose


def _reasons(plan: Plan, parts: Sequence[Part], terms: TermDetector) -> tuple[Reason, ...]:
    """Return what can't be decided or carried out."""
    unwritable = {each.tag for part in parts for each in part.changes if not each.file.hunks}
    found = []
    for decision in plan.decisions:
        finding = decision.finding
        unit = finding.unit
        why = decision.reason or finding.note or finding.rule.why
        if decision.action in (Action.REPLACE, Action.DROP_LINE):
            if unit.channel not in _FROM_ROWS or unit.blob not in unwritable:
                continue
            why = "it stands in binary data, which can't be rewritten here"
        elif decision.action is not Action.BLOCK:
            continue
        found.append(Reason(finding.rule.id, _place(decision), why, _ways_out(decision, terms)))
    return tuple(dict.fromkeys(found))


def _place(decision: Decision) -> str:
    """Return where a finding is, without a path: that may be private."""
    unit, line = decision.finding.unit, decision.finding.line
    if unit.channel in (Channel.MESSAGE, Channel.TRAILER):
        return f"{unit.commit}, {unit.channel.value}, line {line} of it"
    return f"{_line(line)}, {unit.channel.value}"


def _line(number: int) -> str:
    return f"line {number} of the input"


def _ways_out(decision: Decision, terms: TermDetector) -> str:
    finding = decision.finding
    if finding.unit.channel in _KEPT:
        return _WAYS_KEPT
    if finding.rule.id == AMBIGUOUS_TERM.id and finding.term is not None:
        line = terms.term(finding.term).line
        return f"say 'ambiguous: replace' or 'ambiguous: keep' at line {line} of the lexicon"
    if finding.unit.channel is Channel.BINARY:
        return _WAYS["input/binary"]
    return f"change the line, add a rule that fits after {decision.cause}, or use --drop"


def _actions(plan: Plan) -> Counter[tuple[str, str, str]]:
    """Count what was done; what else stands in a file that is left out does not count."""
    return Counter(
        (each.action.value, each.finding.rule.id, each.finding.unit.channel.value)
        for each in plan.decisions
        if each.action is Action.DROP_FILE
        or (each.action is not Action.ALLOW and each.finding.unit.path not in plan.dropped)
    )
