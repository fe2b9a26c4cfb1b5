"""What the review page shows, as frozen values; how it looks is the template's."""

from __future__ import annotations

from prtool.model.record import NamedTuple, StrEnum, dataclass, field, replace
from prtool.model.results import CheckResult
from prtool.model.text import Span


class Look(StrEnum):
    """What is special about a piece of a line; also the name of its style."""

    PLAIN = ""
    REPLACED = "rep"
    DROPPED = "drop"
    ASKED = "ask"
    """Needs a person."""
    KEPT = "kept"
    """Found, and allowed to leave."""
    FORMATTED = "form"
    """Written by something that comes after the edits: a formatter, a template, the person."""
    ODD = "odd"
    """A character that can't be seen, or that changes how others look, by its escape."""
    GAP = "gap"
    """Stands for text that is too long to show."""


class Piece(NamedTuple):
    """A part of one line."""

    look: Look
    text: str
    why: int = -1
    """Number of the matter in ``Review.matters``; -1 for none."""


class Mark(NamedTuple):
    """A range of a private text, and what is done to it."""

    span: Span
    look: Look
    text: str
    """What stands there afterwards."""
    why: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One kind of finding with its outcome: the same rule, text, action and replacement."""

    look: Look
    rule: str
    title: str
    action: str
    cause: str
    """The line of the rules file, the option or the decision that says so."""
    reason: str = ""
    original: str = ""
    public: str = ""
    count: int = 1
    places: tuple[str, ...] = ()
    """The first few."""


class Row(NamedTuple):
    """One line of a comparison: private on the left, public on the right."""

    sign: str
    """A blank for context, ``+`` or ``-``."""
    left_number: int | None
    right_number: int | None
    left: tuple[Piece, ...] | None
    right: tuple[Piece, ...] | None
    """None where there is no such line."""

    @property
    def looks(self) -> frozenset[Look]:
        """Return what is special about the line."""
        found = {piece.look for piece in (*(self.left or ()), *(self.right or ()))}
        if self.left is not None and self.right is None:
            found.add(Look.DROPPED)
        return frozenset(found - {Look.PLAIN, Look.GAP})

    @property
    def same(self) -> bool:
        """Tell whether both sides are the same."""
        return self.left == self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One text, or one file of a commit, beside its public form."""

    label: str
    """``content``, ``message``…"""
    left_name: tuple[Piece, ...] | None = None
    right_name: tuple[Piece, ...] | None = None
    """Its name on each side; None where it has none."""
    notes: tuple[str, ...] = ()
    """What is to be known of it, such as a new mode."""
    hunks: tuple[tuple[Row, ...], ...] = ()
    hidden: int = 0
    """Rows that the page had no room for; none of them has a mark."""
    whole: frozenset[Look] = frozenset()
    """What is special about it as a whole, such as a binary that needs a person."""
    gone: bool = False
    """Nothing of it leaves."""

    @property
    def looks(self) -> frozenset[Look]:
        """Return what is special about any part of it."""
        names = {piece.look for piece in (*(self.left_name or ()), *(self.right_name or ()))}
        found = names.union(self.whole, *(row.looks for hunk in self.hunks for row in hunk))
        if self.gone:
            found.add(Look.DROPPED)
        return frozenset(found - {Look.PLAIN, Look.GAP})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedCommit:
    """One private commit and what becomes of it."""

    left_id: str = ""
    right_id: str = ""
    """Empty for a commit that does not leave, or not yet."""
    left_author: str = ""
    right_author: str = ""
    subject: str
    """The public one where there is one."""
    message: Compared | None = None
    files: tuple[Compared, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs a person."""

    rule: str
    place: str
    why: str
    ways_out: str = ""
    askable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything that the page shows."""

    title: str
    body: str
    """The pull request text, Markdown."""
    commits: tuple[ReviewedCommit, ...] = ()
    texts: tuple[Compared, ...] = ()
    """What the user wrote for the pull request, beside its public form."""
    needs: tuple[Need, ...] = ()
    dropped: tuple[str, ...] = ()
    """Private paths that do not leave."""
    dropped_count: int = 0
    matters: tuple[Matter, ...] = ()
    results: tuple[CheckResult, ...] = ()
    public: bool = False
    """Whether it holds nothing private."""
    facts: tuple[tuple[str, str], ...] = field(default=())

    def without_originals(self) -> Review:
        """Return what may be shown to others: made of what leaves, and of nothing else."""
        return replace(
            self, public=True, dropped=(), needs=(),
            commits=tuple(_public_commit(commit) for commit in self.commits if not commit.gone),
            texts=(),
            matters=tuple(
                replace(matter, original="", reason="", places=()) for matter in self.matters
            ),
        )  # fmt: skip


def _public_commit(commit: ReviewedCommit) -> ReviewedCommit:
    return replace(
        commit, left_id="", left_author="",
        message=_public_text(commit.message) if commit.message is not None else None,
        files=tuple(_public_text(file) for file in commit.files if not file.gone),
    )  # fmt: skip


def _public_text(text: Compared) -> Compared:
    rows = ((_public_row(row) for row in hunk if row.right is not None) for hunk in text.hunks)
    hunks = (tuple(hunk) for hunk in rows)
    return replace(text, left_name=None, hunks=tuple(hunk for hunk in hunks if hunk))


def _public_row(row: Row) -> Row:
    return Row(row.sign, None, row.right_number, None, row.right)
