"""``prtool scrub``: a diff or a mailbox in, a sanitised and proven one out."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Container, Iterator, Sequence

from prtool.detectors.commits import CommitIds
from prtool.detectors.terms import TermDetector
from prtool.errors import InputError
from prtool.lexicon.book import Book
from prtool.lexicon.expand import expand
from prtool.lexicon.model import Lexicon
from prtool.lexicon.pseudonyms import Pseudonyms
from prtool.model.plan import Action, Plan
from prtool.model.record import dataclass, field, replace
from prtool.model.results import CheckResult, Skip, Status, Verification
from prtool.model.text import Channel, TextUnit, decode
from prtool.pipeline.authors import author_terms, signed_in
from prtool.pipeline.blocked import Blocked
from prtool.pipeline.home import Home, open_home
from prtool.pipeline.inputs import fork_point
from prtool.pipeline.judge import build_judge
from prtool.pipeline.kept import broken, unfeasible
from prtool.pipeline.places import OWN_FILES, Places
from prtool.pipeline.proof import check_applies, check_kept_lines, check_rescan
from prtool.pipeline.request import Input, Subject
from prtool.pipeline.scanners import build_scanner
from prtool.policy import decide
from prtool.progress import Progress, Silent
from prtool.repo.open import open_store
from prtool.repo.public import PublicBase
from prtool.repo.scratch import new_scratch, scratch_folder
from prtool.rewrite.edits import plan_edits
from prtool.rewrite.identity import NEUTRAL, Dates, parse_identity
from prtool.rewrite.patch.build import Built, PatchBuilder, PatchStyle
from prtool.rewrite.patch.pieces import PROSE, Part, read_parts
from prtool.rules.load import NAME as RULES_FILE
from prtool.scan import NothingPublic, Scan, Scanner
from prtool.verify import canary

Public = PublicBase | NothingPublic


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


def scrub(request: ScrubRequest, progress: Progress | None = None) -> Scrubbed | Blocked:
    """Sanitise a patch.

    Raises:
        PrtoolError: it can't be read, or something is wrong with rules, lexicon or machine.
    """
    with open_home(request.places, need_repository=request.base is not None) as home:
        return _Run(request, home, progress or Silent()).scrub()


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of ``scrub``."""

    request: ScrubRequest
    home: Home
    progress: Progress

    def scrub(self) -> Scrubbed | Blocked:
        parts = read_parts(self.request.data)
        public, base = self._public()
        style = self._style()
        scanner = self._scanner(parts, public, style)
        bait = canary.require(scanner, self.home.lexicon or Lexicon())
        self.progress.stage("scanning")
        skipped: list[Skip] = []
        units = _unique(unit for part in parts for unit in part.units(skipped))
        scan = scanner.scan(units, public, on_unit=self.progress.step)
        plan = self._decide(scan, parts, public)
        acting, private_prose = _split(plan)
        reasons = unfeasible(acting, parts, scanner.terms)
        if reasons:
            return Blocked(reasons)
        self.progress.stage("rewriting")
        pseudonyms = self._pseudonyms(scanner, units, public)
        edits = plan_edits(acting, scanner.terms, pseudonyms)
        builder = PatchBuilder(
            edits=edits, dropped=plan.dropped, style=style, private_prose=private_prose
        )
        built = builder.build(self.request.data, parts)
        if built.problems:
            return Blocked(broken(built.problems))
        verification = Verification((bait, *self._prove(built, scanner, public, style)))
        if verification.ok and self.home.private is not None:
            self.home.private.write(self.home.private.map.name, pseudonyms.book.as_bytes())
        mails = sum(part.letter is not None for part in parts)
        return Scrubbed(
            data=built.data, actions=_actions(plan), gone=built.gone, mails=mails,
            verification=verification, notes=tuple(self._notes(base, style, mails, skipped)),
        )  # fmt: skip

    def _decide(self, scan: Scan, parts: Sequence[Part], public: Public) -> Plan:
        upstream = _upstream(public)
        own = () if RULES_FILE in upstream else OWN_FILES
        return decide(
            scan.findings, self.home.rules, today=self.request.today, upstream_paths=upstream,
            paths=[decode(n) for part in parts for each in part.changes for n in each.names],
            drop=(*self.request.drop, *own), keep=self.request.keep,
        )  # fmt: skip

    def _prove(
        self, built: Built, scanner: Scanner, public: Public, style: PatchStyle
    ) -> Iterator[CheckResult]:
        self.progress.stage("verifying")
        read_again = check_kept_lines(built.kept, built.data)
        yield read_again
        if read_again.status is not Status.PASSED:
            return
        judge = build_judge(
            self.home.rules, _upstream(public), today=self.request.today, keep=self.request.keep
        )
        yield check_rescan(built.data, scanner, public, judge, (str(style.identity),))
        if self.request.base is not None and isinstance(public, PublicBase):
            yield self._applies(built, public.commit)

    def _public(self) -> tuple[Public, str | None]:
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

    def _scanner(self, parts: Sequence[Part], public: Public, style: PatchStyle) -> Scanner:
        """Return a scanner that also knows the private commits and their authors."""
        letters = [part.letter for part in parts if part.letter is not None]
        own = expand(self.home.lexicon.terms if self.home.lexicon is not None else ())
        people = {letter.author for letter in letters if letter.author is not None}
        for letter in letters:
            people.update(signed_in(letter.message))
        signed = author_terms(people, public, style.identity, own)
        scanner = build_scanner(self.home.rules, own, self.home.key)
        ids = CommitIds([letter.commit for letter in letters if letter.commit is not None])
        terms = TermDetector(expand((*scanner.terms.terms, *signed)))
        return replace(scanner, detectors=(*scanner.detectors, ids), terms=terms)

    def _pseudonyms(
        self, scanner: Scanner, units: Sequence[TextUnit], public: Public
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

    def _notes(
        self, base: str | None, style: PatchStyle, mails: int, skipped: Sequence[Skip]
    ) -> Iterator[str]:
        if style.identity == NEUTRAL and mails:
            yield "the author is a neutral one; name yours with --author 'Name <email>'"
        if skipped:
            yield f"{len(skipped)} binary contents can't be looked at as a whole"
        if self.home.lexicon is None:
            yield "no lexicon: private names can't be told from others; only the rules look"
        if self.home.private is None:
            yield "no private folder: pseudonyms differ from run to run, none is restored"
        if base is None:
            yield "no public commit is known: every line counts as new (see --base)"


def _upstream(public: Public) -> Container[str]:
    return public.entries if isinstance(public, PublicBase) else ()


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


def _actions(plan: Plan) -> Counter[tuple[str, str, str]]:
    """Count what was done; what else stands in a file that is left out does not count."""
    return Counter(
        (each.action.value, each.finding.rule.id, each.finding.unit.channel.value)
        for each in plan.decisions
        if each.action is Action.DROP_FILE
        or (each.action is not Action.ALLOW and each.finding.unit.path not in plan.dropped)
    )
