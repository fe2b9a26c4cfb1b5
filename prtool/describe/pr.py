"""The pull request text, from public commits and rewritten notes."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import PurePath

from prtool.describe.notes import read_notes
from prtool.model.message import parse_message
from prtool.model.record import dataclass

ORDER = (
    "Summary", "Problem", "Root cause", "Changes", "Tests", "How to reproduce", "Verification",
    "Compatibility and risks", "Out of scope",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicChange:
    """One public commit as the text speaks of it."""

    message: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A title and a Markdown body."""

    title: str
    body: str

    def as_markdown(self) -> str:
        """Return the file ``PR.md``: the title as a heading, then the body."""
        return f"# {self.title}\n\n{self.body}"


def pull_request(
    changes: Sequence[PublicChange],
    *,
    title: str | None,
    notes: str,
    tests_passed: str | None,
    signed_off_by: str | None,
) -> PullRequest:
    """Write the text; a section for which there is nothing is left out.

    Args:
        changes: the public commits in order.
        title: the title, already rewritten; the subject of the largest change by default.
        notes: taken sections of the notes, already rewritten.
        tests_passed: the command that succeeded in the tree that leaves, None if none ran.
        signed_off_by: the public identity, when the commits are signed off.
    """
    messages = [parse_message(change.message) for change in changes]
    parts: dict[str, list[str]] = {name: [] for name in ORDER}
    for name, text in read_notes(notes).sections:
        parts[name].append(text)
    if not parts["Summary"]:
        bodies = (message.body for message in messages if message.body)
        parts["Summary"] += dict.fromkeys(bodies)
    if not parts["Changes"]:
        parts["Changes"].append(_change_list(changes, [message.subject for message in messages]))
    tests = sorted({file for change in changes for file in change.files if _is_test(file)})
    if tests:
        parts["Tests"].append("\n".join(f"- `{file}`" for file in tests))
    if tests_passed is not None:
        command = _without_folder(tests_passed)
        parts["Verification"].append(f"`{command}` passes with the whole series applied.")
    sections = [(name, "\n\n".join(parts[name])) for name in ORDER if any(parts[name])]
    title = " ".join((title or _main_subject(changes)).split())
    body = _render(sections)
    if signed_off_by is not None:
        body += f"\n\nSigned-off-by: {signed_off_by}"
    return PullRequest(title, body.strip("\n") + "\n")


def _main_subject(changes: Sequence[PublicChange]) -> str:
    """Return the subject of the change that touches most files; of the later one where equal."""
    main = max(enumerate(changes), key=lambda pair: (len(pair[1].files), pair[0]))[1]
    return parse_message(main.message).subject


def _without_folder(command: str) -> str:
    """Return a command line whose program is named without the folder it lies in here."""
    argv = shlex.split(command)
    return shlex.join([PurePath(argv[0]).name, *argv[1:]])


def _change_list(changes: Sequence[PublicChange], subjects: Sequence[str]) -> str:
    rows = []
    for change, subject in zip(changes, subjects, strict=True):
        rows.append(f"- {subject}" if len(changes) > 1 else "")
        indent = "  " if len(changes) > 1 else ""
        rows.extend(f"{indent}- `{file}`" for file in change.files)
    return "\n".join(row for row in rows if row)


def _is_test(path: str) -> bool:
    parts = path.lower().split("/")
    name = parts[-1]
    return (
        any(part in ("test", "tests", "__tests__", "spec") for part in parts[:-1])
        or name.startswith("test_")
        or "_test." in name
        or ".test." in name
        or ".spec." in name
    )


def _render(sections: Sequence[tuple[str, str]]) -> str:
    from jinja2 import PackageLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        loader=PackageLoader("prtool.describe"),
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("pr.md.j2").render(sections=sections).strip("\n")
