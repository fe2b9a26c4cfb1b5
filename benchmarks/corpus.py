"""Makes the diffs that the scanners are timed on; the same seed and Python give the same bytes.

Half of the text is Python of the standard library, the rest is generated: Go, JavaScript, YAML,
JSON, lock files and documents. Files are added or changed, with context and removed lines.
"""

from __future__ import annotations

import json
import random
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from benchmarks.diffs import Hunk, added, cut, modified
from benchmarks.labelled import secrets
from benchmarks.repos import WORDS

SIZES = {"23 KB": 23_000, "2.5 MB": 2_500_000, "51 MB": 51_000_000}
_KINDS = ("py", "py", "py", "go", "js", "yaml", "json", "lock", "md")
_BETWEEN_SECRETS = 250_000
"""Bytes of diff for each planted secret; the smallest diff has one as well."""


def write_diff(path: Path, size: int, seed: int = 3) -> int:
    """Write a diff of about ``size`` bytes; return how many secrets are planted in it."""
    rng = random.Random(seed)
    planted = [
        item.content
        for item in secrets()
        if len(item.lines) == 1
        and item.kind.startswith(("github", "stripe", "slack-bot", "gitlab"))
    ]
    library = _library()
    written = count = 0
    with path.open("wb") as file:
        while written < size:
            lines = cut(_text(rng, rng.choice(_KINDS), library))[: max(40, size // 300)]
            if written >= count * _BETWEEN_SECRETS:
                lines[len(lines) // 2 : len(lines) // 2] = cut(planted[count % len(planted)])
                part = added(f"deploy/acme_{count}.env", b"".join(lines))
                count += 1
            else:
                part = _part(rng, lines, written)
            file.write(part)
            written += len(part)
    return count


def write_single_line(path: Path, size: int = 100_000_000) -> None:
    """Write a diff that adds one line of many bytes."""
    rng = random.Random(4)
    piece = " ".join(f'{rng.choice(WORDS)}="{rng.randbytes(9).hex()}"' for _ in range(5_000))
    line = added("data/line.txt", (piece.encode() + b" ") * (size // len(piece)))
    path.write_bytes(line + _planted())


def write_short_lines(path: Path, count: int = 1_000_000) -> None:
    """Write a diff that adds many short lines."""
    rng = random.Random(5)
    text = "".join(f"{rng.choice(WORDS)} {n}\n" for n in range(count))
    path.write_bytes(added("data/words.txt", text.encode()) + _planted())


def write_many_files(path: Path, count: int = 10_000) -> None:
    """Write a diff that adds many small files."""
    rng = random.Random(6)
    with path.open("wb") as file:
        for n in range(count):
            text = _go(rng)[:600] + b"\n"
            file.write(added(f"pkg/{rng.choice(WORDS)}/{rng.choice(WORDS)}_{n}.go", text))
        file.write(_planted())


def planted_file() -> bytes:
    """Return a file with a secret that every scanner knows."""
    return next(item.content for item in secrets() if item.kind == "github-token")


def _planted() -> bytes:
    return added("deploy/acme.env", planted_file())


def _part(rng: random.Random, lines: list[bytes], number: int) -> bytes:
    path = f"src/{rng.choice(WORDS)}/{rng.choice(WORDS)}_{number}.{rng.choice(_KINDS)}"
    if len(lines) < 40 or rng.random() < 0.4:
        return added(path, b"".join(lines))
    hunks = []
    position = rng.randint(3, 20)
    while position + 12 < len(lines):
        removed = rng.randint(0, 4)
        new = tuple(lines[rng.randrange(len(lines) - 1)] for _ in range(rng.randint(1, 9)))
        hunks.append(Hunk(position, removed, new))
        position += removed + rng.randint(10, 40)
    return modified(path, lines, hunks)


def _library() -> list[Path]:
    """Return the modules of the standard library, tests left out."""
    home = Path(sysconfig.get_paths()["stdlib"])
    found = sorted(home.glob("*.py")) + sorted(home.glob("[a-z]*/*.py"))
    return [path for path in found if not {"test", "site-packages"} & set(path.parts)]


def _text(rng: random.Random, kind: str, library: list[Path]) -> bytes:
    if kind == "py":
        return rng.choice(library).read_bytes()
    return {"go": _go, "js": _js, "yaml": _yaml, "json": _json, "lock": _lock, "md": _md}[kind](rng)


def _words(rng: random.Random, count: int) -> Iterator[str]:
    for _ in range(count):
        yield rng.choice(WORDS)


def _go(rng: random.Random) -> bytes:
    parts = [f"package {rng.choice(WORDS)}\n"]
    for one, two in zip(_words(rng, 40), _words(rng, 40), strict=True):
        parts.append(
            f"\n// {one.title()}{two.title()} returns the {two}.\n"
            f"func (s *{one.title()}) {one.title()}{two.title()}(ctx context.Context) error {{\n"
            f'\tif s.{two} == nil {{\n\t\treturn errors.New("{one}: no {two}")\n\t}}\n'
            f"\treturn s.{two}.Close(ctx, {rng.randrange(9999)})\n}}\n"
        )
    return "".join(parts).encode()


def _js(rng: random.Random) -> bytes:
    return "".join(
        f"export const {one}{two.title()} = async ({{ {two} }}) => {{\n"
        f"  const response = await fetch(`/api/{one}/${{{two}.id}}`);\n"
        f'  if (!response.ok) throw new Error("{one} {rng.randrange(999)}");\n'
        f"  return response.json();\n}};\n\n"
        for one, two in zip(_words(rng, 50), _words(rng, 50), strict=True)
    ).encode()


def _yaml(rng: random.Random) -> bytes:
    return "".join(
        f"- name: {one}-{two}\n  image: acme/{one}:{rng.randrange(9)}.{rng.randrange(99)}\n"
        f"  env:\n    - name: {two.upper()}_URL\n      value: https://{one}.example.com/{two}\n"
        for one, two in zip(_words(rng, 70), _words(rng, 70), strict=True)
    ).encode()


def _json(rng: random.Random) -> bytes:
    rows = [
        {"id": rng.randrange(10**6), one: two, "hash": rng.randbytes(20).hex(), "tags": [one, two]}
        for one, two in zip(_words(rng, 60), _words(rng, 60), strict=True)
    ]
    return json.dumps(rows, indent=2).encode() + b"\n"


def _lock(rng: random.Random) -> bytes:
    return "".join(
        f'[[package]]\nname = "{one}-{two}"\nversion = "{rng.randrange(9)}.{rng.randrange(99)}.0"\n'
        f'source = "registry+https://example.com"\nchecksum = "{rng.randbytes(32).hex()}"\n\n'
        for one, two in zip(_words(rng, 60), _words(rng, 60), strict=True)
    ).encode()


def _md(rng: random.Random) -> bytes:
    return "".join(
        f"## The {one} of a {two}\n\nThe {' '.join(_words(rng, 14))}, and then the"
        f" {' '.join(_words(rng, 12))}.\n\n```sh\nacme {one} --{two} {rng.randrange(99)}\n```\n\n"
        for one, two in zip(_words(rng, 40), _words(rng, 40), strict=True)
    ).encode()
