"""The private map: one text for one map, and no damaged or foreign map is taken."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from prtool.errors import PrivateDirError
from prtool.lexicon.book import Book, Entry, Spelling, Subject
from prtool.model.finding import Kind

KEY = b"k" * 32
ENTRIES = (
    Entry(Subject(Kind.OTHER, "qx"), "QX", "acme"),
    Entry(Subject(Kind.HOST, "db.globex.net"), "db.globex.net", "umbrix.example.com"),
)
SPELLINGS = (Spelling("QX", "ACME"), Spelling("Q\udcffx", "Acme"), Spelling("北方", "Zorvex"))


def full_book() -> Book:
    return Book.new(KEY).with_more(ENTRIES, SPELLINGS)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    full_book().save(path)

    assert full_book() == Book.load(path, KEY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_missing_map_is_empty(tmp_path: Path) -> None:
    assert Book.new(KEY) == Book.load(tmp_path / "map.json", KEY)


def test_the_bytes_do_not_depend_on_order() -> None:
    backwards = Book.new(KEY).with_more(reversed(ENTRIES), reversed(SPELLINGS))

    assert full_book().as_bytes() == backwards.as_bytes()


def test_the_format() -> None:
    content = json.loads(full_book().as_bytes())

    assert list(content) == ["key_check", "schema", "spellings", "subjects"]
    assert content["schema"] == "prtool/map/1"
    assert len(bytes.fromhex(content["key_check"])) == 32
    assert {"original": "QX", "rendered": "ACME"} in content["spellings"]
    assert content["subjects"][-1] == {
        "kind": "other", "identity": "qx", "original": "QX", "pseudonym": "acme",
    }  # fmt: skip


def test_a_new_entry_takes_the_place_of_the_old_one() -> None:
    newer = Entry(ENTRIES[0].subject, "Qx", "initech")

    assert newer in full_book().with_more([newer], []).entries
    assert len(full_book().with_more([newer], []).entries) == 2


def test_a_map_of_another_key_is_refused() -> None:
    with pytest.raises(PrivateDirError, match="made with another key"):
        Book.from_bytes(full_book().as_bytes(), b"x" * 32)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"schema":"prtool/map/1"}',
        b"[" * 100_000,
        full_book().as_bytes().replace(b"map/1", b"map/2"),
        full_book().as_bytes().replace(b'"acme"', b"5"),
        full_book().as_bytes().replace(b'"acme"', b'""'),
        full_book().as_bytes().replace(b'"other"', b'"nothing"'),
        full_book().as_bytes().replace(b'"QX"', b"null"),
        full_book().as_bytes()[:-20],
    ],
)
def test_a_damaged_map_is_refused_without_a_word_of_it(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(raw)

    with pytest.raises(PrivateDirError, match=r"map\.json: the private map is damaged") as caught:
        Book.load(path, KEY)

    assert "QX" not in str(caught.value)


def test_one_subject_twice_is_damage() -> None:
    content = json.loads(full_book().as_bytes())
    content["subjects"] *= 2

    with pytest.raises(PrivateDirError):
        Book.from_bytes(json.dumps(content).encode(), KEY)


def test_a_map_that_is_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PrivateDirError, match="can't be read"):
        Book.load(tmp_path, KEY)


def test_texts_with_several_originals_are_listed() -> None:
    more = [Spelling("qx", "acme"), Spelling("qX", "acme"), Spelling("a", "b"), Spelling("a", "c")]

    assert full_book().with_more([], more).ambiguous == ("acme",)
    assert full_book().ambiguous == ()
