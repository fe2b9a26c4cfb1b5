"""Runs the user's formatter on rewritten files, because a longer name moves aligned columns.

A file that was not as the formatter wants it before is left as its author wrote it: the formatter
must not change a line that nobody decided on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from prtool.errors import CommandError
from prtool.model.globs import compile_globs, matches
from prtool.model.record import dataclass, field
from prtool.repo.run import run_command

TIMEOUT_S = 120.0

KNOWN = {
    "black": ("*.py", "*.pyi"),
    "clang-format": ("*.c", "*.cc", "*.cpp", "*.h", "*.hpp"),
    "gofmt": ("*.go",),
    "gofumpt": ("*.go",),
    "goimports": ("*.go",),
    "ruff": ("*.py", "*.pyi"),
    "rustfmt": ("*.rs",),
    "shfmt": ("*.sh",),
}
"""Files that a well-known formatter takes; any other gets all rewritten text files."""


@dataclass(slots=True)
class Formatter:
    """A formatter's command line; the files' names are appended to it."""

    argv: Sequence[str]
    folder: Path
    """A private folder that stands for the root of the tree."""
    environment: Mapping[str, str]
    untouched: set[str] = field(default_factory=set)
    """Public paths left alone because they were not formatted before."""

    def __call__(self, files: Mapping[str, tuple[bytes, bytes]]) -> dict[str, bytes]:
        """Return the formatted bytes of rewritten files, by public path.

        Args:
            files: original and rewritten bytes by public path.

        Raises:
            CommandError: the formatter can't be started, fails or takes too long.
        """
        wanted = compile_globs(KNOWN.get(Path(self.argv[0]).name, ("*",)))
        mine = {path: both for path, both in files.items() if matches(wanted, path)}
        before = self._run({path: original for path, (original, _) in mine.items()})
        steady = {path for path, (original, _) in mine.items() if before[path] == original}
        self.untouched |= mine.keys() - steady
        return self._run({path: mine[path][1] for path in sorted(steady)})

    def _run(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        if not files:
            return {}
        for path, content in files.items():
            place = self.folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        ended = run_command(
            [*self.argv, *files],
            cwd=self.folder, environment=self.environment, timeout_s=TIMEOUT_S,
        )  # fmt: skip
        if ended.status:
            how = "took too long" if ended.timed_out else f"ended with status {ended.status}"
            raise CommandError(
                f"the formatter '{self.argv[0]}' {how}", hint="run it by hand on the branch's files"
            )
        return {path: (self.folder / path).read_bytes() for path in files}
