"""What makes the check of a diff quick takes nothing from what it says.

Without its ``index`` lines a diff is not of the plain form, and every row of it is read: that is
what the quick reading is compared with.
"""

from __future__ import annotations

import json
import os
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pytest

from prtool.cli import entry
from prtool.cli.main import main
from prtool.model.text import Channel, suffix
from prtool.pipeline.scanners import build_scanner
from prtool.pipeline.workspace import known_rules
from prtool.rules.load import builtin, load
from prtool.sieve.engine import AROUND
from prtool.sieve.sieve import ENGINE, LONG_LINE
from prtool.sources.limits import LARGE
from tests.unit.detectors.samples import GITHUB, KEY, PEM

Rows = Sequence[tuple[str, str]]
"""Signs and texts."""
Said = Counter[tuple[object, ...]]
Check = Callable[[bytes], Said]
FIELDS = ("rule", "channel", "path", "line", "column", "end_column", "confidence", "state", "via")


@pytest.fixture
def said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Return what says what a check finds in a diff."""

    def check(data: bytes) -> Said:
        file = tmp_path / "x.diff"
        file.write_bytes(data)
        main(["-C", str(tmp_path), "check", "--diff", str(file), "--report", "json"])
        document = json.loads(capsys.readouterr().out)
        return Counter(
            tuple(str(each.get(field)) for field in FIELDS) for each in document["findings"]
        )

    return check


def change(path: str, *hunks: Rows) -> str:
    """Return the change of a file; it is a new one if there are only added rows."""
    new = all(sign == "+" for rows in hunks for sign, _ in rows)
    old_at, new_at = (0, 1) if new else (7, 7)
    parts = [
        f"diff --git a/{path} b/{path}\n",
        "new file mode 100644\n" if new else "",
        f"index {'0' * 7}..1234567{'' if new else ' 100644'}\n",
        f"--- {'/dev/null' if new else f'a/{path}'}\n+++ b/{path}\n",
    ]
    for rows in hunks:
        old, added = (sum(sign != other for sign, _ in rows) for other in "+-")
        parts.append(f"@@ -{old_at},{old} +{new_at},{added} @@\n")
        parts.extend(f"{sign}{text}\n" for sign, text in rows)
        old_at, new_at = old_at + old + 10, new_at + added + 10
    return "".join(parts)


def raw(changes: Iterable[str]) -> bytes:
    return "".join(changes).encode("utf-8", "surrogateescape")


def in_full(data: bytes) -> bytes:
    """Return the same diff in a form that is not read quickly."""
    return re.sub(rb"(?m)^index [0-9a-f]{7}\.\.[0-9a-f]{7}(?: 100644)?\n", b"", data)


def added(*lines: str) -> Rows:
    return [("+", line) for line in lines]


@cache
def examples() -> tuple[tuple[str, str], ...]:
    """Return suffix of the path and text of all examples of the rules, found or left."""
    rules = build_scanner(load([builtin()], known_rules()), (), b"k" * 32).rules
    units = [example.unit() for rule in rules.values() for example in rule.examples]
    plain = tuple(
        (suffix(unit.path or ""), unit.text.removesuffix("\n"))
        for unit in units
        if unit.channel is not Channel.BINARY and "prtool:" not in unit.text
    )
    key = f"key = '{GITHUB}'"
    encoded = (quote(key, safe=""), key.encode().hex(), b64encode(key.encode()).decode())
    return (*plain, *((".txt", f"send {text} on") for text in encoded))


def framed(sign: str, text: str) -> Rows:
    rows = [(sign, line) for line in ("a first row", *text.split("\n"), "a last row")]
    return [("+", "added"), *rows, ("+", "added")]


def a_file_each(sign: str) -> Iterable[str]:
    for number, (kind, text) in enumerate(examples()):
        yield change(f"src/{number}{kind}", framed(sign, text))


def all_in_one(sign: str) -> Iterable[str]:
    kinds = dict.fromkeys(kind for kind, _ in examples())
    for number, kind in enumerate(kinds):
        hunks = [framed(sign, text) for own, text in examples() if own == kind]
        yield change(f"src/{number}{kind}", *hunks)


@pytest.mark.parametrize("sign", ["+", "-", " "], ids=["added", "removed", "kept"])
@pytest.mark.parametrize("layout", [a_file_each, all_in_one])
def test_every_example_is_found_among_all_others(
    said: Check, layout: Callable[[str], Iterable[str]], sign: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    data = raw(layout(sign))
    found: list[Said] = []
    for engine in ("hyperscan", "words"):
        monkeypatch.setenv(ENGINE, engine)
        found += said(data), said(in_full(data))

    assert [found[0]] * 4 == found
    assert len({rule for rule, *_ in found[0]}) > 100


def test_several_processes_say_what_one_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.diff"
    filler = [change(f"more/{number}.txt", added(*[PLAIN] * 600)) for number in range(20)]
    data = raw(each for sign in "+- " for each in (*a_file_each(sign), *filler))
    file.write_bytes(data)
    assert len(data) > LARGE
    argv = ["-C", str(tmp_path), "check", "--diff", str(file), "--fail-on", "low"]
    one = main(argv), *capfd.readouterr()
    forks: list[int] = []
    fork = os.fork

    def counted() -> int:
        forks.append(1)
        return fork()

    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)), raising=False)
    monkeypatch.setattr(os, "fork", counted)

    assert (entry.main(argv), *capfd.readouterr()) == one
    assert forks


NEAR = "  token = read_token(path)  # 1"
"""What is worth a look and holds nothing."""
PLAIN = "nothing in particular"
LINES = {
    "a list as long as one is": (
        added("tokens = [", *['  "item-one",'] * 499, f'  "{KEY}",', "]"),
        ("secret/generic-assignment", 501),
    ),
    "a block of items": (
        added("token:", *["  # more below"] * 300, f"  - {KEY}", PLAIN),
        ("secret/generic-assignment", 302),
    ),
    "a key as long as one is": (
        added(PLAIN, PEM.split("\n")[0], *["MIIEpAIB" * 8] * 390, PEM.split("\n")[-1]),
        ("secret/private-key", 2),
    ),
    "a name, a user and a password": (
        added("machine git.example.com", "login acme", f"password {KEY}", PLAIN),
        ("secret/netrc-password", 3),
    ),
    "a name that ends its line, after a blank": (
        added("machine git.example.com ", "  login acme", f"  password {KEY}", PLAIN),
        ("secret/netrc-password", 3),
    ),
    "the last row of many": (
        added(*[NEAR] * 3000, f"t = '{GITHUB}'"),
        ("secret/github-token", 3001),
    ),
    "a row among bytes that are no text": (
        added(*[f"caf\udce9 {NEAR}"] * 400, f"t = '{GITHUB}'"),
        ("secret/github-token", 401),
    ),
    "a row between two of another kind": (
        [*added(PLAIN), ("-", NEAR), *added(f"t = '{GITHUB}'"), (" ", NEAR)],
        ("secret/github-token", 8),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("around", [0, 5, 700])
def test_what_is_found_is_where_it_is(said: Check, name: str, around: int) -> None:
    rows, (rule, line) = LINES[name]
    others = [change(f"src/{number}.txt", added(PLAIN, NEAR, NEAR)) for number in range(around)]
    data = raw([*others, change("src/own.txt", rows), *others[: around // 2]])

    quick = said(data)

    assert quick == said(in_full(data))
    assert {each[:4] for each in quick if each[1] != "path"} == {
        (rule, "content", "src/own.txt", str(line))
    }


def test_a_path_that_tells_is_found_where_nothing_else_is(said: Check) -> None:
    paths = ("redaction_rules.yaml", "config.yaml.bak", "src/own.txt")
    data = raw(change(path, added(PLAIN)) for path in paths)

    quick = said(data)

    assert quick == said(in_full(data))
    assert {each[:3] for each in quick} == {
        ("input/gate-config-changed", "path", "redaction_rules.yaml"),
        ("file/backup", "path", "config.yaml.bak"),
    }


def test_what_stands_for_something_else_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pointer = ("version https://git-lfs.github.com/spec/v1", f"oid sha256:{'ab' * 32}", "size 9")
    link = change("lib", added(f"Subproject commit {'ab' * 20}")).replace("100644", "160000")
    plain = change("a.txt", added(PLAIN))
    data = raw([plain, change("a.bin", added(*pointer)), plain, link, plain])
    file = tmp_path / "x.diff"
    said = []
    for form in (data, in_full(data)):
        file.write_bytes(form)
        for check in (main, entry.main):
            status = check(["-C", str(tmp_path), "check", "--diff", str(file)])
            said.append((status, capfd.readouterr().out))

    assert [said[0]] * 4 == said
    assert "content a.bin: the large file that this pointer stands for" in said[0][1]
    assert "submodule lib: the other repository is not looked into" in said[0][1]


def test_a_guess_beside_a_secret_of_a_known_format_is_told_too(said: Check) -> None:
    row = f'api_key = "{GITHUB}:AKC{KEY}AbCd"'
    data = raw([change("src/own.txt", added(PLAIN, row))])

    quick = said(data)

    assert quick == said(in_full(data))
    assert {(found[0], found[4]) for found in quick} == {
        ("secret/github-token", str(row.index(GITHUB) + 1)),
        ("secret/second-opinion", str(row.index("AKC") + 1)),
    }


@pytest.mark.parametrize("filler", ["x ", "\u00e9\u00e9 ", "\u5317"], ids=["ascii", "two", "three"])
@pytest.mark.parametrize("sign", "+- ")
def test_a_long_line_is_looked_at_everywhere(said: Check, filler: str, sign: str) -> None:
    size = LONG_LINE * 2 // len(filler.encode())
    for share in (0, 0.2501, 0.5, 0.77, 1):
        before = filler * int(size * share)
        line = f"{before}'{GITHUB}' {filler * (size - int(size * share))}"
        data = raw([change("a.txt", added(PLAIN)), change("b.txt", [*added(PLAIN), (sign, line)])])

        quick = said(data)

        assert quick == said(in_full(data))
        assert {(found[0], found[4]) for found in quick} == {
            ("secret/github-token", str(len(before) + 2))
        }


@pytest.mark.parametrize("filler", ["x", "\u5317"])
def test_a_value_may_lie_anywhere_in_a_long_line(said: Check, filler: str) -> None:
    for shift in range(0, 66, 6):
        before = filler * ((5 * AROUND - shift) // len(filler.encode()) - 1) + " "
        # What calls for a look is near the beginning of the value, which goes on in small letters.
        value = "x7QvRk9Zt2" + "mwqzhxkvbjtgpnfd"
        line = f"{before}api_key: {value} {filler * LONG_LINE}"
        data = raw([change("a.txt", added(line))])

        quick = said(data)

        assert quick == said(in_full(data))
        column = line.index(value) + 1
        assert [found[4:6] for found in quick] == [(str(column), str(column + len(value)))]


@pytest.mark.parametrize("opens", ["tokens: [", "tokens = [", "secrets:", 'tokens = ["acme",'])
@pytest.mark.parametrize("end", ["", "\r"])
def test_a_list_goes_on_below_whatever_stands_between(said: Check, opens: str, end: str) -> None:
    item = f"  - {KEY}qX" if opens == "secrets:" else f'  "{KEY}qX",'
    for sign in "+- ":
        for between in ("", "+", "-", " ", "+x: 1", "-x: 1", " x: 1", "+  # of acme", "+# x"):
            lines = [opens, *([between[1:]] if between else []), item]
            signs = [sign, *between[:1], sign]
            rows = [(one, text + end) for one, text in zip(signs, lines, strict=True)]
            for below in ([], [(" ", "x")]):
                data = raw([change("a.yml", [*added(PLAIN), *rows, *below])])

                quick = said(data)

                assert quick == said(in_full(data)), (sign, between)
                if sign == "+" and between in ("", "+", "-x: 1"):
                    assert "secret/generic-assignment" in {found[0] for found in quick}, between


@pytest.mark.parametrize(
    "quoted", ['"{}"', "'{}'", "x('{}', 1)", '"a" + "{}"', "'{}\"", "\"{}'", '"{}']
)
def test_random_texts_in_quotes_are_told(said: Check, quoted: str) -> None:
    base = KEY + KEY.swapcase()
    for size in range(20, 48):
        value = base[:size]
        data = raw([change("a.py", added(PLAIN, f"x = y({quoted.format(value)})"))])

        assert said(data) == said(in_full(data)), (quoted, size)


def test_what_is_behind_one_encoding_is_told_whatever_is_beside_it(said: Check) -> None:
    secret = "".join(f"%{byte:02x}" for byte in GITHUB.encode())
    twice = b64encode(f"see {secret} there".encode()).decode()
    others = [b64encode(f"plain text {n}".encode()).decode() for n in range(3)]
    row = " ".join((others[0], twice, others[1], quote("a b/c", safe=""), others[2], secret))
    data = raw([change("a.txt", added(PLAIN, row))])

    quick = said(data)

    assert quick == said(in_full(data))
    assert {found[8] for found in quick} == {"['percent']", "['base64', 'percent']"}


@pytest.mark.parametrize(
    "rows",
    [
        ["+a", "", "\\ No newline at end of file"],
        ["", "-a", "+b"],
        ["+a", "x", "+b"],
        ["+a", "@x", "+b"],
        ["+a", "\\ No newline at end of file", "+b", "\\ no newline"],
        ["+a", "+b"],
        ["-a", "+b", " c"],
    ],
)
def test_rows_that_git_does_not_write_are_judged_as_the_full_reading_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: list[str]
) -> None:
    said: list[tuple[int, str]] = []
    file = tmp_path / "x.diff"
    odd = "".join(f"{row}\n" for row in rows).encode()
    for change_ in (change("a.txt", [*added("x"), (" ", "y")]), change("a.txt", added("x"))):
        data = raw([change_])
        for text in (data.replace(b"+x\n", odd), data.replace(b"@@ -", odd + b"@@ -"), data + odd):
            for count in range(5):
                told = re.sub(rb"\+([17]),\d", rb"+\1,%d" % count, text) if count else text
                for way in (told, in_full(told)):
                    file.write_bytes(way)
                    status = main(["-C", str(tmp_path), "check", "--diff", str(file)])
                    said.append((status, re.sub(r"line \d+", "", capsys.readouterr().err)))
                assert said[-1] == said[-2], told


def test_a_file_with_fewer_rows_than_it_says_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = raw([change("a.txt", added("x", "y")), change("b.txt", added("x"))])
    file = tmp_path / "x.diff"
    file.write_bytes(data.replace(b"+1,2", b"+1,3"))

    assert main(["-C", str(tmp_path), "check", "--diff", str(file)]) == 2
    assert "error:" in capsys.readouterr().err


def test_rows_beyond_those_that_a_file_says_it_has_are_read_as_prose(said: Check) -> None:
    data = raw([change("a.txt", added("x", f"key = '{GITHUB}'")), change("b.txt", added("x"))])
    quick = said(data.replace(b"+1,2", b"+1,1"))

    # The line is that of the diff.
    assert [found[:2] + found[3:5] for found in quick] == [
        ("secret/github-token", "message", "8", "9")
    ]


@pytest.mark.parametrize("blank", ["", " ", "\t", "\x0b", "\x1f", "\u00a0", "\u3000"])
def test_any_blank_may_stand_before_an_item_of_a_list(said: Check, blank: str) -> None:
    data = raw([change("a.yml", added(*PLAIN.split("\n"), "tokens: [", f'{blank}"{KEY}qX",'))])

    quick = said(data)

    assert quick == said(in_full(data))
    assert [found[0] for found in quick] == ["secret/generic-assignment"]
