"""Generates the repositories that the benchmarks run on; the same seed gives the same bytes.

Names are made up, and what looks private is put together at run time.
"""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_WORDS = (
    "access account adapter alias auth balance batch bucket cache channel chunk client config "
    "context cursor decode device driver encode engine entry event filter format frame gateway "
    "handler header health index input interval item key layer limit list loader lock manager map "
    "message method model monitor node option output packet parser path pool provider proxy queue "
    "reader record registry request result retry route rule scope selector server session signal "
    "socket source state status store stream table target task thread ticket timer token trace "
    "update usage value vector version view window worker writer"
)
WORDS = _WORDS.split()
START = 1_700_000_000
USER = "sa" + "ndra"
PROVIDER = "North" + "Router"
SHORT = "Q" + "X"
HOST = ".".join(("relay", "northrouter", "internal"))


@dataclass(frozen=True)
class Sample:
    """A generated repository and the public commit that its private branch began at."""

    path: Path
    base: str


def go_fork(folder: Path, *, files: int = 770, commits: int = 6, seed: int = 1) -> Sample:
    """Return a fork of a Go-like project with a few private commits."""
    rng = random.Random(seed)
    tree = {_go_path(rng, number): _go_file(rng, number) for number in range(files)}
    return _build(folder, rng, tree, public=1, private=commits)


def long_history(
    folder: Path, *, files: int = 20_000, commits: int = 5_000, private: int = 200, seed: int = 2
) -> Sample:
    """Return a repository of many files whose last commits are private."""
    rng = random.Random(seed)
    tree = {_go_path(rng, number): _go_file(rng, number, functions=6) for number in range(files)}
    return _build(folder, rng, tree, public=commits - private, private=private)


def staged_fork(folder: Path, *, files: int = 770, names: int = 120, leak: str = "") -> Path:
    """Return a fork with a lexicon and a staged change of one file.

    Args:
        folder: where to make it.
        files: how many there are.
        names: how many private names its lexicon has.
        leak: what the change has beside a harmless function.
    """
    sample = go_fork(folder, files=files)
    rng = random.Random(7)
    private = folder / ".prtool"
    for place in (private, private / "tmp", private / "templates"):
        place.mkdir(mode=0o700)
    rows = (f"  - value: {name}\n    kind: {kind}\n" for name, kind in _names(rng, names))
    for name, text in (
        ("key", "00" * 32), ("lexicon.yaml", f"version: 1\nterms:\n{''.join(rows)}"),
    ):  # fmt: skip
        (private / name).write_text(text)
        (private / name).chmod(0o600)
    path = sorted(folder.glob("internal/**/*.go"))[0]
    path.write_text(f"{path.read_text()}{_function(rng, 0)}{leak}")
    for argv in (("update-ref", "refs/remotes/origin/main", sample.base), ("add", str(path))):
        subprocess.run(["git", "-C", str(folder), *argv], check=True)
    return folder


def _names(rng: random.Random, count: int) -> Iterator[tuple[str, str]]:
    """Yield names that nobody has, of the sorts that a lexicon is made of."""
    syllables = ("ba", "dra", "hux", "ko", "lix", "mon", "pel", "qua", "ru", "tor", "ven", "zi")

    def word(length: int) -> str:
        return "".join(rng.choice(syllables) for _ in range(length))

    for number in range(count):
        kind = ("provider", "alias", "host", "url", "path", "person", "email", "unit")[number % 8]
        yield (
            {
                "provider": f"{word(2)}-{word(2)}".title(),
                "alias": f"{word(2).upper()}-GPT-5.{number}(high)",
                "host": f"{word(3)}-{number}.internal",
                "url": f"https://{word(3)}{number}.internal/v1",
                "path": f"/srv/{word(2)}{number}/run",
                "person": f"{word(2).title()} {word(3).title()}",
                "email": f"{word(3)}{number}@{word(2)}.internal",
                "unit": f"{word(3)}{number}.service",
            }[kind],
            kind,
        )


def _build(
    folder: Path, rng: random.Random, tree: dict[str, str], *, public: int, private: int
) -> Sample:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*args: str, stdin: bytes = b"") -> str:
        return subprocess.run(
            ["git", *args], cwd=folder, input=stdin, env=environment, check=True,
            stdout=subprocess.PIPE,
        ).stdout.decode().strip()  # fmt: skip

    folder.mkdir(parents=True)
    git("init", "--quiet", "--initial-branch=main")
    stream = b"".join(_stream(rng, tree, public, private))
    git("fast-import", "--quiet", stdin=stream)
    git("reset", "--quiet", "--hard", "main")
    return Sample(folder, git("rev-parse", f"main~{private}"))


def _stream(rng: random.Random, tree: dict[str, str], public: int, private: int) -> Iterator[bytes]:
    paths = sorted(tree)
    yield _commit(0, "Begin", tree, "Upstream <upstream@example.com>", "+0000")
    for number in range(1, public):
        path = rng.choice(paths)
        tree[path] += _function(rng, number)
        yield _commit(number, f"{rng.choice(WORDS)}: change {number}", {path: tree[path]},
                      "Upstream <upstream@example.com>", "+0000")  # fmt: skip
    for number in range(private):
        changed = {}
        for path in rng.sample(paths, 3):
            tree[path] += _private_function(rng, number)
            changed[path] = tree[path]
        changed[f"backups/day-{number}/config.yaml.bak"] = f"user: {USER}\n"
        changed["config.yaml"] = f"api-keys: []\nbase-url: https://{HOST}/v1\nrun: {number}\n"
        message = f"{rng.choice(WORDS)}: fix {SHORT} alias {number}\n\nFor {PROVIDER} on {HOST}.\n"
        yield _commit(public + number, message, changed, f"{USER} <{USER}@{HOST}>", "+0800")


def _commit(number: int, message: str, files: dict[str, str], who: str, zone: str) -> bytes:
    raw = message.encode()
    parts = [
        f"commit refs/heads/main\nauthor {who} {START + 600 * number} {zone}\n"
        f"committer {who} {START + 600 * number} {zone}\ndata {len(raw)}\n".encode(),
        raw,
        b"\n",
    ]
    for path, text in files.items():
        content = text.encode()
        parts.append(f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n")
    return b"".join(parts) + b"\n"


def _go_path(rng: random.Random, number: int) -> str:
    folder = "/".join(rng.choice(WORDS) for _ in range(rng.randint(1, 3)))
    suffix = "_test" if number % 4 == 0 else ""
    return f"internal/{folder}/{rng.choice(WORDS)}_{number}{suffix}.go"


def _go_file(rng: random.Random, number: int, functions: int = 20) -> str:
    head = f'package {rng.choice(WORDS)}\n\nimport (\n\t"context"\n\t"errors"\n)\n'
    return head + "".join(_function(rng, number * 100 + each) for each in range(functions))


def _function(rng: random.Random, number: int) -> str:
    one, two, three = (rng.choice(WORDS) for _ in range(3))
    return (
        f"\n// {one.title()}{two.title()}{number} returns the {three} of a {one}.\n"
        f"func {one.title()}{two.title()}{number}"
        f"(ctx context.Context, {two} int) (string, error) {{\n"
        f'\tif {two} < 0 {{\n\t\treturn "", errors.New("{one}: no {three}")\n\t}}\n'
        f'\tvalues := map[string]int{{"{one}": {two}, "{three}": {number}}}\n'
        f"\tfor name, count := range values {{\n\t\tif count > {two} {{\n\t\t\treturn name, nil\n"
        f'\t\t}}\n\t}}\n\treturn "{three}", nil\n}}\n'
    )


def _private_function(rng: random.Random, number: int) -> str:
    one, two = rng.choice(WORDS), rng.choice(WORDS)
    tag = f"{number}x{rng.randrange(10**6)}"
    return (
        f"\n// {SHORT}{one.title()}{tag} finds {SHORT}-GPT-5.5(high) of {PROVIDER}.\n"
        f"func {SHORT}{one.title()}{tag}({two} string) bool {{\n"
        f'\treturn {two} == "{SHORT}-GPT-5.5(high)" || {two} == "{SHORT.lower()}"\n}}\n'
    )
