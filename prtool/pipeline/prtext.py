"""What the pull request text is made of: notes, templates, upstream's habits, the diff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from prtool.describe.changed import ChangedFile, changed_files
from prtool.describe.evidence import with_evidence
from prtool.describe.functions import ATTRIBUTES
from prtool.describe.notes import Notes, read_notes
from prtool.describe.own import NAME, OwnTemplate
from prtool.describe.pr import BaseRun, Facts, PublicChange, PullRequest, pull_request
from prtool.describe.upstream import (
    RECENT,
    Upstream,
    contributing_files,
    find_templates,
    habits,
)
from prtool.errors import InputError
from prtool.evidence.model import Evidence
from prtool.lexicon.privatedir import PrivateDir
from prtool.model.headings import headings
from prtool.model.modes import MODE_EXECUTABLE, MODE_FILE
from prtool.model.record import dataclass
from prtool.model.results import CheckResult, Status
from prtool.model.text import Channel, TextUnit, decode
from prtool.model.tickets import References, projects_of
from prtool.repo.open import Repository
from prtool.repo.public import PublicBase
from prtool.repo.scratch import Scratch
from prtool.rewrite.edits import Edits, unit_key
from prtool.rewrite.history import PublicStyle, Rewrite
from prtool.rules.model import RuleSet
from prtool.verify import command

LARGEST_TEMPLATE = 256 << 10
"""Bytes; no forge shows more than 64 KB."""
NO_TEMPLATE = "none"
"""In place of a path: upstream's template is not to be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRequest:
    """What the user asks for that bears on the text alone."""

    notes: str = ""
    """Text of the private notes."""
    notes_name: str = "notes"
    """What errors call them."""
    evidence: tuple[Evidence, ...] = ()
    """Runs of ``prtool probe``, the earliest first."""
    closes: tuple[int, ...] = ()
    """Upstream's issues."""
    template: Path | None = None
    """The user's own; else the one in the private folder, else upstream's."""
    upstream_template: str | None = None
    """Path of one of upstream's templates, or ``none``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSources:
    """All that the text is made of; title and notes are still private."""

    title: str | None
    notes: Notes
    upstream: Upstream
    own: OwnTemplate | None = None
    closes: tuple[int, ...] = ()
    files: tuple[ChangedFile, ...] = ()
    base_run: BaseRun | None = None
    test_command: str | None = None

    @property
    def known(self) -> References:
        """Return what private messages may refer to."""
        return References(self.closes, self.upstream.projects)

    def units(self) -> Iterator[TextUnit]:
        """Yield the texts that the user wrote for the pull request."""
        if self.title is not None:
            yield TextUnit(channel=Channel.PR_TITLE, text=self.title)
        if self.notes.sections:
            yield TextUnit(channel=Channel.PR_BODY, text=self.notes.as_text())

    def write(
        self, edits: Edits, rewrite: Rewrite, style: PublicStyle, results: Sequence[CheckResult]
    ) -> PullRequest:
        """Return the pull request text for a run with these results."""
        tested = any(
            result.name == command.NAME and result.status is Status.PASSED for result in results
        )
        title, notes = self.title, self.notes
        for unit in self.units():
            if unit.channel is Channel.PR_TITLE:
                title = edits.rewrite(unit)
            else:
                notes = notes.rewritten(edits.by_unit.get(unit_key(unit), ()))
        return pull_request(Facts(
            commits=tuple(
                PublicChange(
                    message=decode(commit.message), files=tuple(sorted(commit.entries)),
                    named=not message.renamed,
                )
                for commit, message in zip(rewrite.commits, rewrite.messages, strict=True)
            ),
            files=self.files, title=title, notes=notes.sections,
            tests_passed=self.test_command if tested else None,
            base_run=self.base_run if tested else None,
            sign_off=str(style.identity) if style.signoff else None,
            closes=self.closes, upstream=self.upstream, own=self.own,
        ))  # fmt: skip


def gather(
    request: TextRequest,
    *,
    title: str | None,
    rules: RuleSet,
    private: PrivateDir,
    public: PublicBase,
    store: Repository,
) -> TextSources:
    """Read notes and templates, and ask the base for upstream's habits.

    Raises:
        InputError: the notes, the template or a path of upstream's can't be used.
    """
    notes = read_notes(request.notes, headings(rules.headings), request.notes_name)
    own = _own_template(request.template, private)
    return TextSources(
        title=title,
        notes=with_evidence(notes, request.evidence),
        upstream=_upstream(public, store, request.upstream_template),
        own=own,
        closes=request.closes,
    )


def _own_template(named: Path | None, private: PrivateDir) -> OwnTemplate | None:
    path = named if named is not None else private.path / "templates" / NAME
    if path.is_file():
        shown = str(named) if named is not None else f"{private.path.name}/templates/{NAME}"
        return OwnTemplate(path.parent.resolve(), path.name, shown)
    if named is not None:
        raise InputError(f"can't read the template {named}", hint="check the file's name")
    return None


def _upstream(public: PublicBase, store: Repository, choice: str | None) -> Upstream:
    files = [
        path for path, entry in public.entries.items()
        if entry.mode in (MODE_FILE, MODE_EXECUTABLE)
    ]  # fmt: skip
    if choice is None:
        found = find_templates(files)
    elif choice == NO_TEMPLATE:
        found = ()
    elif choice in files:
        found = (choice,)
    else:
        raise InputError(
            f"upstream has no file '{choice}' at the base",
            hint=f"name a path of the base's tree, or '{NO_TEMPLATE}' to use no template",
        )
    texts = [text for path in contributing_files(files) if (text := _text(public, store, path))]
    listed = store.git.run(
        "log", "-z", "--no-merges", f"--max-count={RECENT}", "--format=%B", public.commit, "--"
    )
    messages = [text for raw in listed.split(b"\0") if (text := decode(raw).strip())]
    conventional, scopes, wants_sign_off = habits(messages, texts)
    one = found[0] if len(found) == 1 else ""
    return Upstream(
        template=_text(public, store, one) if one else None, template_path=one,
        choices=found if len(found) > 1 else (), conventional=conventional, scopes=scopes,
        wants_sign_off=wants_sign_off, projects=projects_of(messages),
    )  # fmt: skip


def _text(public: PublicBase, store: Repository, path: str) -> str | None:
    raw = store.read(public.entries[path].oid)
    text = decode(raw) if len(raw) <= LARGEST_TEMPLATE else ""
    return text if text.strip() else None


def read_changes(
    scratch: Scratch, folder: Path, base: str, head: str
) -> tuple[ChangedFile, ...]:  # fmt: skip
    """Return what the public series changes, file by file.

    Args:
        scratch: the store that has both.
        folder: where a file may be written.
        base: the public base.
        head: the last public commit.
    """
    attributes = folder / "attributes"
    attributes.write_bytes(ATTRIBUTES)
    asked = ("--find-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--no-color",
             "--ignore-submodules=none", base, head, "--")  # fmt: skip
    git = scratch.git
    raw = git.run("diff", "--raw", "-z", *asked)
    patch = git.run("-c", f"core.attributesFile={attributes}", "diff", "--patch", *asked)
    return changed_files(raw, decode(patch))
