"""Builds real git repositories with pinned identities and times."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

Content = bytes | str | None
"""A file's content; None removes it."""

PUBLIC = "Upstream Maintainers <maintainers@example.com>"


@dataclass
class RepoBuilder:
    """A work tree in which commits are made, each a minute after the one before."""

    path: Path
    clock: int = 1_780_000_000
    """Seconds since the epoch of the next commit."""
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def create(cls, path: Path, *options: str) -> RepoBuilder:
        path.mkdir(parents=True)
        builder = cls(path)
        builder.git("init", "--quiet", "--initial-branch=main", *options)
        return builder

    def git(self, *args: str, stdin: bytes | None = None, check: bool = True) -> str:
        return self.raw(*args, stdin=stdin, check=check).decode("utf-8", "surrogateescape").strip()

    def raw(self, *args: str, stdin: bytes | None = None, check: bool = True) -> bytes:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.path.parent),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "Nobody",
            "GIT_AUTHOR_EMAIL": "nobody@example.com",
            "GIT_COMMITTER_NAME": "Nobody",
            "GIT_COMMITTER_EMAIL": "nobody@example.com",
            **self.environment,
        }
        done = subprocess.run(
            ["git", *args], cwd=self.path, env=environment, input=stdin or b"", capture_output=True
        )
        assert not check or done.returncode == 0, (args, done.stderr.decode("utf-8", "replace"))
        return done.stdout

    def write(self, files: Mapping[str, Content]) -> None:
        for name, content in files.items():
            place = self.path / name
            if content is None:
                place.unlink()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.is_symlink():
                place.unlink()
            place.write_bytes(
                content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
            )

    def commit(
        self,
        message: str | bytes,
        files: Mapping[str, Content] | None = None,
        *,
        author: str = PUBLIC,
        offset: str = "+0000",
        extra: tuple[str, ...] = (),
    ) -> str:
        """Write files, commit everything and return the commit's id."""
        self.write(files or {})
        self.git("add", "--all", "--force", "--", ".", ":!.prtool")
        return self.commit_index(message, author=author, offset=offset, extra=extra)

    def commit_index(
        self,
        message: str | bytes,
        *,
        author: str = PUBLIC,
        offset: str = "+0000",
        extra: tuple[str, ...] = (),
    ) -> str:
        name, email = author.removesuffix(">").split(" <")
        stamp = f"{self.clock} {offset}"
        self.clock += 60
        who = {
            "GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email, "GIT_AUTHOR_DATE": stamp,
            "GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": email, "GIT_COMMITTER_DATE": stamp,
        }  # fmt: skip
        raw = message.encode() if isinstance(message, str) else message
        builder = RepoBuilder(self.path, environment={**self.environment, **who})
        builder.git(
            "commit", "--quiet", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim",
            "--file=-", *extra, stdin=raw,
        )  # fmt: skip
        return self.head

    @property
    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def tree(self, revision: str = "HEAD") -> dict[str, tuple[str, bytes]]:
        """Return (mode, content) of every file of a commit by path."""
        found = {}
        for row in self.raw("ls-tree", "-r", "-z", revision).split(b"\0"):
            if row:
                meta, path = row.split(b"\t", 1)
                mode, kind, oid = meta.decode().split()
                content = self.raw("cat-file", "blob", oid) if kind == "blob" else oid.encode()
                found[path.decode("utf-8", "surrogateescape")] = (mode, content)
        return found

    def clone(self, path: Path, revision: str) -> RepoBuilder:
        """Return a full copy that has ``revision`` checked out on main and nothing beyond it."""
        copy = RepoBuilder.create(path)
        copy.git("fetch", "--quiet", str(self.path), revision)
        copy.git("reset", "--quiet", "--hard", "FETCH_HEAD")
        return copy

    def fingerprint(self) -> dict[str, bytes]:
        """Return everything of the repository that prtool must not change, by path."""
        kept = {}
        for place in sorted(self.path.rglob("*")):
            name = str(place.relative_to(self.path))
            if name.startswith((".prtool", ".git/info/exclude")):
                continue
            if place.is_symlink():
                kept[name] = str(place.readlink()).encode()
            elif place.is_file():
                kept[name] = place.read_bytes()
        return kept


def write_lexicon(repository: Path, *terms: Mapping[str, str]) -> Path:
    """Write a lexicon as the contract has it, private as it must be."""
    folder = repository / ".prtool"
    folder.mkdir(mode=0o700, exist_ok=True)
    lines = ["version: 1", "terms:" if terms else "terms: []"]
    for term in terms:
        for number, (name, value) in enumerate(term.items()):
            lines.append(f"  {'-' if not number else ' '} {name}: '{value}'")
    exclude = repository / ".git" / "info" / "exclude"
    exclude.parent.mkdir(exist_ok=True)
    exclude.write_text("/.prtool/\n")
    path = folder / "lexicon.yaml"
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n")
    return path
