"""Globs: the meaning that .gitignore gives them, and no long searches."""

from __future__ import annotations

import itertools
import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from prtool.errors import UsageError
from prtool.model.globs import compile_globs, matches, may_match

FITS = [
    ("*.log", "a.log"),
    ("*.log", "deep/er/a.log"),
    ("a.log", "x/a.log"),
    (".env", ".env"),
    ("?.c", "x/a.c"),
    ("[a-c]x", "bx"),
    ("[!a]x", "bx"),
    ("[^a]x", "bx"),
    ("[]a]x", "]x"),
    ("a*b*c", "a1b2b3c"),
    ("*", "any/thing"),
    ("/*", "top"),
    ("/config.yaml", "config.yaml"),
    ("docs/*.md", "docs/a.md"),
    ("docs/**", "docs/a/b.md"),
    ("**", "a/b"),
    ("**/x", "x"),
    ("**/x", "a/b/x"),
    ("a/**/b", "a/b"),
    ("a/**/b", "a/1/2/b"),
    ("**/x/**/y", "a/x/b/x/c/y"),
    ("**/**/x", "x"),
    ("backup/", "backup/a"),
    ("backup/", "x/backup/y/z"),
    ("/stash/", "stash/a"),
    ("a/b/", "a/b/c"),
    (".*/", ".git/config"),
    (r"\!a", "!a"),
    (r"\*", "*"),
    (r"a\{b,c\}", "a{b,c}"),
    ("*.{yaml,yml}", "x/a.yml"),
    ("{,docker-}compose.yml", "compose.yml"),
    ("{a,b}{1,2}", "b1"),
    ("docs/{a,b}/*.md", "docs/b/x.md"),
    (r"docs/\*/x", "docs/*/x"),
    ("{a}", "{a}"),
    ("{{cookiecutter.name}}/", "{{cookiecutter.name}}/x"),
    ("a.b", "a.b"),
    ("a**b", "axxb"),
    ("odd\udcff*", "x/odd\udcff\n"),
]

MISSES = [
    ("*.log", "a.log/b"),
    ("*.log", "a.logs"),
    ("/*", "a/b"),
    ("/config.yaml", "x/config.yaml"),
    ("docs/*.md", "docs/a/b.md"),
    ("docs/*.md", "x/docs/a.md"),
    ("docs/**", "docs"),
    ("docs/**", "x/docs/a"),
    ("a/**/b", "a/xb"),
    ("backup/", "backup"),
    ("backup/", "mybackup/x"),
    ("/stash/", "x/stash/a"),
    ("a/b/", "x/a/b/c"),
    ("?", "ab"),
    ("[!a]", "a"),
    ("x[!a]y", "x/y"),
    ("x?y", "x/y"),
    ("a.b", "aXb"),
    ("*.LOG", "a.log"),
    (r"\*", "x"),
    ("a*b*c", "acb"),
]


@pytest.mark.parametrize(("glob", "path"), FITS)
def test_glob_fits(glob: str, path: str) -> None:
    assert matches(compile_globs([glob]), path)
    assert may_match([glob], path)


@pytest.mark.parametrize(("glob", "path"), MISSES)
def test_glob_does_not_fit(glob: str, path: str) -> None:
    assert not matches(compile_globs([glob]), path)


def test_no_glob_matches_nothing() -> None:
    assert not matches(compile_globs([]), "")
    assert not matches(compile_globs([]), "a")


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a.log", True), ("keep.log", False), ("x/keep.log", True), ("a.txt", False)],
)
def test_the_last_glob_that_fits_decides(path: str, *, expected: bool) -> None:
    globs = compile_globs(["*.log", "!keep.log", "x/*.log"])
    assert expected == matches(globs, path)


def test_some_globs_tell_without_being_compiled() -> None:
    assert not may_match(["secret/*", "host/{a,b}", "/path/x", "!file/*"], "file/log")
    assert may_match(["secret/*", "log"], "file/log")


def test_a_file_in_an_excluded_folder_can_be_taken_back() -> None:
    globs = compile_globs(["backup/", "!*.go", "backup/old.go"])
    paths = ["backup/a.yaml", "backup/a.go", "backup/old.go", "x/backup/b/c.go"]
    assert [path for path in paths if matches(globs, path)] == ["backup/a.yaml", "backup/old.go"]


@pytest.mark.parametrize(
    "globs",
    [
        [""], ["/"], ["a//b"], ["./a"], ["a/../b"], ["!"], ["!a"], ["!a", "b"], ["[ab"], ["a["],
        ["[z-a]"], ["[[:alpha:]]"], ["a\\"], ["{a*,b,c,d}" * 5],
    ],
)  # fmt: skip
def test_globs_that_make_no_sense_are_refused(globs: list[str]) -> None:
    with pytest.raises(UsageError):
        compile_globs(globs)


def test_long_searches_do_not_happen() -> None:
    globs = compile_globs(["**/*a*a*a*a*a*a*a*a*b/**/*a*a*a*a*a*c/**/*a*a*a*a*d"])
    start = time.perf_counter()
    assert not matches(globs, "/".join(["a" * 60] * 60))
    assert time.perf_counter() - start < 1


_PIECES = st.lists(
    st.sampled_from(("a", "b", "*", "?", ("a", "b"), ("aba", "b"), ("", "a"), ("a*", "b"))),
    min_size=1, max_size=6,
)  # fmt: skip
_PATHS = st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=4).map("/".join)


@given(_PIECES, _PATHS)
def test_braces_mean_what_they_stand_for(pieces: list[str | tuple[str, ...]], path: str) -> None:
    glob = "".join(
        piece if isinstance(piece, str) else "{" + ",".join(piece) + "}" for piece in pieces
    )
    written_out = [
        "".join(choice)
        for choice in itertools.product(
            *((piece,) if isinstance(piece, str) else piece for piece in pieces)
        )
    ]
    assume(all(written_out))
    expected = any(matches(compile_globs([each]), path) for each in written_out)
    assert expected == matches(compile_globs([glob]), path)
    assert may_match([glob], path) or not expected


_PARTS = st.lists(
    st.one_of(st.just("**"), st.text("ab*", min_size=1, max_size=4)), min_size=1, max_size=5
)


@given(_PARTS, _PATHS)
def test_globs_mean_the_same_as_their_plain_translation(parts: list[str], path: str) -> None:
    """The plain one backtracks: ``**`` is any run of components, ``*`` any run of characters."""
    glob = "/" + "/".join(parts)
    plain = ""
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if part == "**":
            plain += ".+" if last else "(?:[^/]+/)*"
        else:
            plain += "".join("[^/]*" if char == "*" else char for char in part)
            plain += "" if last else "/"
    expected = re.fullmatch(plain, path) is not None
    assert expected == matches(compile_globs([glob]), path)
    assert may_match([glob], path) or not expected


_NAME = st.text("ab.*?[]{}!\\-", min_size=1, max_size=6).filter(lambda name: name not in "..")


@given(st.lists(_NAME, min_size=1, max_size=4))
def test_an_escaped_path_matches_itself_alone(parts: list[str]) -> None:
    path = "/".join(parts)
    escaped = "/" + "".join("\\" + char if char in "*?[{!\\" else char for char in path)
    globs = compile_globs([escaped])
    assert matches(globs, path)
    assert may_match([escaped], path)
    assert not matches(globs, path + "x")
    assert not matches(globs, "x/" + path)
