"""``prtool restore``: what ``prepare`` replaced comes back, byte for byte."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prtool.cli.main import main
from prtool.lexicon.book import Book
from prtool.lexicon.model import Term
from prtool.model.finding import Kind
from prtool.model.text import decode, encode
from tests.integration.conftest import HOST, Prtool
from tests.unit.lexicon.replacing import replaced

PRIVATE = f"""\
provider: NorthRouter-Adapter
url: https://{HOST}/v1
name = north_router_adapter  # QX
"""


@pytest.fixture
def prepared(prtool: Prtool, tmp_path: Path) -> Prtool:
    """Return a repository whose map knows the pseudonyms of a first bundle."""
    base = prtool.repo.head
    prtool.repo.commit("route", {"notes/route.md": PRIVATE})
    assert prtool("prepare", "--base", base, "--out", tmp_path / "bundle")[0] == 0
    return prtool


@pytest.fixture
def public(prepared: Prtool, tmp_path: Path) -> str:
    patch = next((tmp_path / "bundle" / "patches").glob("*.patch")).read_text()
    added = [line[1:] for line in patch.split("\n") if line.startswith("+") and line[1:2] != "+"]
    assert "NorthRouter" not in patch
    return "\n".join(added) + "\n"


def test_the_lines_of_a_patch_come_back(prepared: Prtool, public: str, tmp_path: Path) -> None:
    (tmp_path / "review.txt").write_text(public)

    status, stdout, stderr = prepared("restore", tmp_path / "review.txt")

    assert (status, stdout) == (0, PRIVATE)
    assert stderr == "prtool: 4 pseudonyms replaced\n"


@pytest.mark.parametrize("args", [(), ("-",)])
def test_standard_input_is_read_and_odd_bytes_survive(
    prepared: Prtool, public: str, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    before, after = b"\xff\xfe\0\r\n", b"\r\x80 no line end"
    stdin, stdout = io.BytesIO(before + public.encode() + after), io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stdin))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(stdout))

    assert main(["-C", str(prepared.repo.path), "restore", *args]) == 0

    assert before + PRIVATE.encode() + after == stdout.getvalue()


def test_a_pseudonym_in_another_style_comes_back_in_it(prepared: Prtool, public: str) -> None:
    pseudonym = public.partition("name = ")[2].partition(" ")[0]
    note = prepared.repo.path / "note.txt"
    note.write_text(f"class {''.join(word.title() for word in pseudonym.split('_'))}Error:\n")

    assert prepared("restore", note)[1] == "class NorthRouterAdapterError:\n"


def test_what_is_not_known_is_left_and_told(prepared: Prtool, tmp_path: Path) -> None:
    known = Book.load(
        prepared.repo.path / ".prtool" / "map.json",
        bytes.fromhex((prepared.repo.path / ".prtool" / "key").read_text()),
    )
    stranger = next(
        word for word in ("globex", "initech")
        if all(word not in entry.pseudonym.lower() for entry in known.entries)
    )  # fmt: skip
    (tmp_path / "review.txt").write_text(f"see {stranger}_limit\n")

    status, stdout, stderr = prepared("restore", tmp_path / "review.txt")

    assert (status, stdout) == (0, f"see {stranger}_limit\n")
    assert "prtool: 0 pseudonyms replaced\n" in stderr
    assert f"left: {stranger}: looks like a pseudonym" in stderr


def test_nothing_is_changed_by_restoring(prepared: Prtool, public: str, tmp_path: Path) -> None:
    (tmp_path / "review.txt").write_text(public)
    folder = prepared.repo.path / ".prtool"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    prepared("restore", tmp_path / "review.txt")

    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("missing", ["map.json", "key"])
def test_without_map_or_key_nothing_is_restored(
    prepared: Prtool, tmp_path: Path, missing: str
) -> None:
    (tmp_path / "review.txt").write_text("x\n")
    (prepared.repo.path / ".prtool" / missing).unlink()

    status, stdout, stderr = prepared("restore", tmp_path / "review.txt")

    assert (status, stdout) == (2, "")
    assert missing in stderr


def test_another_key_is_refused(prepared: Prtool, tmp_path: Path) -> None:
    (tmp_path / "review.txt").write_text("x\n")
    (prepared.repo.path / ".prtool" / "key").write_text("ab" * 32)

    status, stdout, stderr = prepared("restore", tmp_path / "review.txt")

    assert (status, stdout) == (2, "")
    assert "another key" in stderr


def test_a_map_that_others_can_read_and_a_missing_file_are_refused(
    prepared: Prtool, tmp_path: Path
) -> None:
    assert "can't read" in prepared("restore", tmp_path / "none")[2]
    (prepared.repo.path / ".prtool" / "map.json").chmod(0o640)
    (tmp_path / "review.txt").write_text("x\n")

    status, stdout, stderr = prepared("restore", tmp_path / "review.txt")

    assert (status, stdout) == (2, "")
    assert "chmod 600" in stderr


def test_with_a_private_folder_named_no_repository_is_needed(
    prepared: Prtool, public: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "review.txt").write_text(public)
    folder = prepared.repo.path / ".prtool"
    args = ["-C", str(tmp_path), "restore", "--private-dir", str(folder)]

    assert main([*args, str(tmp_path / "review.txt")]) == 0
    assert capsys.readouterr().out == PRIVATE


WORD = st.text("bcdfghjklmnpqrstvwxz", min_size=2, max_size=7)
JOINT = st.sampled_from(("-", "_", ".", " ", ""))
FILLER = st.binary(max_size=6).map(lambda raw: b" " + raw + b" ")


@given(st.lists(WORD, min_size=1, max_size=3), st.lists(st.tuples(JOINT, st.booleans(), FILLER)))
@settings(max_examples=40)
def test_restoring_undoes_replacing_whatever_stands_around(
    tmp_path_factory: pytest.TempPathFactory,
    name: list[str],
    pieces: list[tuple[str, bool, bytes]],
) -> None:
    term = Term(value="-".join(name), kind=Kind.PROVIDER)
    raw = b"".join(
        (joint.join(name).upper() if upper else joint.join(name)).encode() + filler
        for joint, upper, filler in pieces
    )
    public, pseudonyms = replaced([term], decode(raw))
    folder = tmp_path_factory.mktemp("private")
    folder.chmod(0o700)
    (folder / "key").touch(0o600)
    (folder / "key").write_text(bytes(range(32)).hex())
    pseudonyms.book.save(folder / "map.json")
    (folder / "review.txt").write_bytes(encode(public))
    stdout = io.BytesIO()
    wrapper = io.TextIOWrapper(stdout)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", wrapper)
        status = main(["--private-dir", str(folder), "restore", str(folder / "review.txt")])

    assert (status, raw) == (0, stdout.getvalue())
