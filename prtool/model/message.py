r"""A commit message in its parts, as git and its mail format see them."""

from __future__ import annotations

from prtool.model.patterns import regex
from prtool.model.record import dataclass

_TRAILER = regex(r"[A-Za-z0-9][A-Za-z0-9-]*[ \t]*:[ \t]*\S|BREAKING CHANGE[ \t]*:")
_GENERATED = ("Signed-off-by: ", "(cherry picked from commit ")
"""Lines that make a paragraph a trailer block on their own. Source: git's trailer.c,
``git_generated_prefixes``."""

_CUTS = regex(r"(?=---(\s|$)|diff -|Index: )")
"""Lines at which ``git am`` believes that the message ends. Source: git's mailinfo.c,
``patchbreak``."""

_IN_BODY_HEADER = regex(r"(?=(>?From |From:|Date:|Subject:|\[PATCH))")
"""First lines of a body that ``git am`` takes for headers. Source: git's mailinfo.c,
``check_header`` and ``is_scissors_line``."""

_SCISSORS = regex(r"(?=[-\s]*(>8|8<|>%|%<))")


@dataclass(frozen=True, slots=True)
class Message:
    """A commit message: everything before the trailers, and the trailers."""

    text: str
    """Subject and body."""
    trailers: str = ""
    """The trailer block, without the blank line before it."""

    @property
    def subject(self) -> str:
        """Return the first paragraph as one line, as git does."""
        return " ".join(self.text.strip().split("\n\n", 1)[0].split())

    @property
    def body(self) -> str:
        """Return what follows the first paragraph."""
        return (self.text.strip() + "\n\n").split("\n\n", 1)[1].strip("\n")

    def trailer_list(self) -> tuple[tuple[str, str], ...]:
        """Return (name, whole text) of each trailer, continuation lines included."""
        found: list[tuple[str, str]] = []
        for line in self.trailers.split("\n"):
            if line[:1].isspace() and found:
                name, text = found[-1]
                found[-1] = (name, f"{text}\n{line}")
            else:
                found.append((line.split(":", 1)[0].strip() if ":" in line else "", line))
        return tuple(found)


def parse_message(message: str) -> Message:
    """Cut a message at its trailer block, by git's own rule.

    The last paragraph is one when all of its lines are trailers, or when git wrote one of them
    and at least a quarter are. Source: git's Documentation/git-interpret-trailers.txt.
    """
    stripped = message.rstrip()
    head, gap, last = stripped.rpartition("\n\n")
    if not gap or not head.strip():
        return Message(stripped)
    lines = last.split("\n")
    continued = [line for line in lines if line[:1].isspace()]
    own = [line for line in lines if not line[:1].isspace()]
    good = [line for line in own if _TRAILER.match(line) or line.startswith(_GENERATED)]
    generated = any(line.startswith(_GENERATED) for line in own)
    if own and (
        len(good) == len(own) or (generated and 4 * (len(good) + len(continued)) >= len(lines))
    ):
        return Message(head.rstrip(), last)
    return Message(stripped)


def mail_safe(message: str) -> str:
    """Indent the lines of a body that ``git am`` would take for something else."""
    subject, newline, rest = message.partition("\n")
    lines = rest.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    for number, line in enumerate(lines):
        header = number == first and _IN_BODY_HEADER.match(line)
        if header or _CUTS.match(line) or _SCISSORS.match(line):
            lines[number] = " " + line
    return subject + newline + "\n".join(lines)
