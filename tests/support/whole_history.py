"""A history with everything in it that a look at all of it has to get right."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from tests.support.repo_builder import RepoBuilder

TOKEN = "ghp_" + "qX7v9Lm2Rt4B" * 3
PRIVATE = "sandra <sandra@" + "relay.northrouter" + ".internal>"
PEOPLE = (
    "Nobody <nobody@example.com>", PRIVATE, "\u00dcbel <uebel@example.com>", " <>",
    "a<b@example.com>",
)  # fmt: skip
KIM = "Kim <kim@" + "-".join(("acme", "works.dev>"))
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n"
MODULES = '[submodule "a"]\n\tpath = a\n\turl = https://relay.northrouter' + ".internal/a.git\n"
ODD_HEADERS = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n"
MERGE_TAG = b"mergetag object 0\n tagger Nobody <nobody@example.com> 1 +0000\n \n see 10.0.0."
MERGE_TAG += b"5\n"


def odd_history(path: Path) -> RepoBuilder:
    """Build a repository with one of each: merges, encodings, links, modes, binaries, tags."""
    repo = RepoBuilder.create(path)
    first = repo.commit("begin\n\nSigned-off-by: " + PRIVATE, {"a.txt": "plain\n", "empty": ""})
    repo.commit("a token\n\nsee " + TOKEN + "\n \n\n", {"src/k.py": f"x = 1\nkey = '{TOKEN}'\ny\n"},
                author=PRIVATE, offset="+0800")  # fmt: skip
    (repo.path / "one").symlink_to("/ho" + "me/sandra/x")
    (repo.path / "other").symlink_to("/ho" + "me/sandra/x")
    repo.commit("links", {"target": "/ho" + "me/sandra/x"})
    repo.commit("copies", {"b/k.py": f"x = 1\nkey = '{TOKEN}'\ny\n", "c.txt": "plain\n"})
    repo.commit("binaries", {"x.bin": b"a\0" + TOKEN.encode(), "big.bin": b"\0" * (1 << 20),
                             "x/.gitmodules": b"a\0" + TOKEN.encode()})  # fmt: skip
    repo.commit("more", {"large.dat": POINTER, ".gitmodules": MODULES, "y.bin": b"a\0b"})
    repo.commit("the same bytes", {"sub/.gitmodules": "plain\n", "n\nl.env": f"k = '{TOKEN}'\n"})
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{first},module")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{first},other-module")
    repo.commit_index("two submodules of one commit")
    repo.git("update-index", "--chmod=+x", "a.txt")
    repo.commit_index("a mode", offset="-0330")
    repo.commit("telling", {"config.yaml.bak": "a: 1\n", "docs/\udce4.txt": b"\xe4 " + b"x" * 9})
    below = "a: 1\ntoken:\n  - qX7v9Lm2Rt4Bw8Zk3Nd6qX\n"
    repo.commit(f"signed\n\nSigned-off-by: {KIM}", {"t.yaml": below}, author=KIM)
    repo.commit("gone", {"config.yaml.bak": None, "src/k.py": None})
    repo.commit(
        "over lines", {"m.py": f"PASSWORD = (\n    'qX7v9Lm2Rt4Bw8Zk'\n)\n{'b, ' * 30_000}\n"}
    )
    repo.git("checkout", "-q", "-b", "side/" + TOKEN, first)
    repo.commit("on the side", {"a.txt": f"plain\nsee 10.0.0.{5}\n", "m.py": "1\n"})
    repo.git("checkout", "-q", "main", check=False)
    repo.git("merge", "-q", "--no-commit", "-X", "ours", "-", check=False)
    repo.commit("merge", {"a.txt": f"merged\nkey = '{TOKEN}'\n"})
    _odd_commits(repo)
    repo.git("tag", "-a", "-m", f"a tag of {TOKEN}", "v1", first)
    repo.git("tag", "-a", "-m", f"a tag of a tag of {TOKEN}", "v2", "v1")
    repo.git("tag", "blob", repo.git("hash-object", "-w", "--stdin", stdin=TOKEN.encode()))
    repo.git("tag", "tree", "HEAD^{tree}")
    return repo


def _odd_commits(repo: RepoBuilder) -> None:
    """Add commits that git's own commands do not write."""
    who = f"{PRIVATE} 1780000000 +0100"
    other = "a<b@example.com> 99999999999999 -0000"
    for number, (headers, message) in enumerate((
        (ODD_HEADERS, b"signed\n"),
        (MERGE_TAG, b"of a tag\n"),
        (b"encoding ISO-8859-1\n", b"caf\xe9 http://10.0.0." + b"7/\n"),
        (b"", b"caf\xe9 http://10.0.0." + b"7/\n"),
        (b"x-own see 10.0.0." + b"9\n", b""),
        (b"", b""),
        (b"", b"trailing see 10.0.0." + b"8   \n\n\nReviewed-by: x at 10.0.0." + b"6\n"),
    )):  # fmt: skip
        head = repo.git("rev-parse", "HEAD")
        tree = repo.git("rev-parse", "HEAD^{tree}")
        times = f"author {who}\ncommitter {other if number % 2 else who}\n"
        raw = f"tree {tree}\nparent {head}\n{times}".encode() + headers + b"\n" + message
        oid = repo.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw)
        repo.git("reset", "--soft", oid)


def random_history(path: Path, lines: Sequence[str], seed: int, commits: int = 60) -> RepoBuilder:
    """Build a repository of random commits, merges among them, whose texts are some lines."""
    chance = random.Random(seed)
    names = [f"{folder}f{number}{ending}" for folder in ("", "src/", "docs/")
             for number in range(4) for ending in (".py", ".yaml", ".md", "")]  # fmt: skip
    names += [".env", "config.yaml.bak", "AUTHORS"]

    def text(most: int) -> bytes:
        one_in = chance.choice((2, 9, 60))
        some = [
            f"line {chance.randrange(99)} of many"
            if chance.randrange(one_in)
            else chance.choice(lines)
            for _ in range(chance.randrange(most))
        ]
        return "\n".join(some).encode("utf-8", "surrogateescape")

    parts: list[bytes] = []
    for mark in range(1, commits + 1):
        who, zone = chance.choice(PEOPLE[:3]), chance.choice(("+0000", "+0000", "-0730"))
        message = text(5)
        parts.append(f"commit refs/heads/b{chance.randrange(3)}\nmark :{mark}\n".encode())
        parts.append(f"author {who} {1_700_000_000 + mark} {zone}\n".encode())
        parts.append(f"committer {PEOPLE[0]} {1_700_000_000 + mark} +0000\n".encode())
        parts.append(b"data %d\n%b\n" % (len(message), message))
        if mark > 1:
            parts.append(f"from :{chance.randrange(max(1, mark - 9), mark)}\n".encode())
            if chance.random() < 0.2:
                parts.append(f"merge :{chance.randrange(1, mark)}\n".encode())
        for name in chance.sample(names, chance.randrange(4)):
            if chance.random() < 0.15:
                parts.append(f"D {name}\n".encode())
                continue
            data = text(30) + chance.choice((b"", b"\n", b"\0"))
            mode = chance.choice(("100644", "100644", "100755", "120000"))
            parts.append(f"M {mode} inline {name}\ndata {len(data)}\n".encode() + data + b"\n")
    repo = RepoBuilder.create(path)
    repo.git("fast-import", "--force", "--quiet", stdin=b"".join(parts))
    repo.git("symbolic-ref", "HEAD", f"refs/heads/b{seed % 3}")
    return repo
