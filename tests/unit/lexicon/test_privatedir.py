"""The private folder is private, whole and written atomically."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from prtool.errors import OutputError, PrivateDirError
from prtool.lexicon.privacy import require_private
from prtool.lexicon.privatedir import PrivateDir, _create_key, write_private


@pytest.fixture
def private(tmp_path: Path) -> PrivateDir:
    made = PrivateDir(tmp_path / ".prtool")
    made.create()
    return made


@pytest.fixture(params=[0o000, 0o077, 0o377], ids=["no umask", "strict umask", "odd umask"])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.mark.usefixtures("umask")
def test_a_new_folder_and_its_key_are_private_whatever_the_umask(tmp_path: Path) -> None:
    private = PrivateDir(tmp_path / ".prtool")
    private.create()
    private.write("lexicon.yaml", b"x")
    modes = {path.name: mode(path) for path in (private.path, *private.path.iterdir())}
    assert modes == {
        ".prtool": 0o700,
        "templates": 0o700,
        "tmp": 0o700,
        "key": 0o600,
        "lexicon.yaml": 0o600,
    }


def test_the_key_is_32_random_bytes_as_one_line_of_hex(tmp_path: Path) -> None:
    folders = [PrivateDir(tmp_path / name) for name in ("one", "two")]
    for folder in folders:
        folder.create()
    assert [len(folder.key()) for folder in folders] == [32, 32]
    assert folders[0].key() != folders[1].key()
    assert folders[0].key_file.read_text() == folders[0].key().hex() + "\n"


def test_creating_again_keeps_key_and_files(private: PrivateDir) -> None:
    private.write("lexicon.yaml", b"version: 1\n")
    before = private.key()
    private.create()
    assert before == private.key()
    assert private.lexicon.read_bytes() == b"version: 1\n"


def test_a_key_that_another_process_has_just_made_is_kept(private: PrivateDir) -> None:
    before = private.key()
    _create_key(private.key_file)
    assert before == private.key()


def test_creating_does_not_repair_an_open_folder_in_silence(tmp_path: Path) -> None:
    (tmp_path / ".prtool").mkdir(mode=0o755)
    with pytest.raises(PrivateDirError, match="group or others") as caught:
        PrivateDir(tmp_path / ".prtool").create()
    assert caught.value.hint == f"chmod 700 {tmp_path / '.prtool'}"
    assert not (tmp_path / ".prtool" / "key").exists()


def test_a_folder_that_can_not_be_made_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="can't be made"):
        PrivateDir(tmp_path / "missing" / ".prtool").create()


@pytest.mark.parametrize("around", ["{}", "{}\n", "{}\r\n", " \t{}\n\n"])
def test_blanks_around_the_key_do_not_count(private: PrivateDir, around: str) -> None:
    private.write("key", around.format("0aB1" * 8).encode())
    assert bytes.fromhex("0ab1" * 8) == private.key()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"ab" * 15 + b"\n", "15 bytes"),
        (b"a" * 63, "not hexadecimal"),
        (b"zz" * 32, "not hexadecimal"),
        (b"abab " * 16, "not hexadecimal"),
        (b"\xef\xbb\xbf" + b"ab" * 32, "not hexadecimal"),
        (b"ab" * 4096, "not hexadecimal"),
    ],
)
def test_a_damaged_key_is_refused_and_not_quoted(
    private: PrivateDir, content: bytes, reason: str
) -> None:
    private.write("key", content)
    with pytest.raises(PrivateDirError, match=reason) as caught:
        private.key()
    assert str(private.key_file) in str(caught.value)
    assert "abab" not in str(caught.value)
    assert "new key" in caught.value.hint


def test_a_missing_key_says_how_to_get_one(private: PrivateDir) -> None:
    private.key_file.unlink()
    with pytest.raises(PrivateDirError, match="there is no key") as caught:
        private.key()
    assert caught.value.hint == "run 'prtool init'"


def test_writing_replaces_the_file_as_a_whole_and_leaves_nothing_behind(
    private: PrivateDir,
) -> None:
    private.map.write_bytes(b"old")
    private.map.chmod(0o644)
    assert private.map == private.write("map.json", b"new")
    assert (private.map.read_bytes(), mode(private.map)) == (b"new", 0o600)
    assert sorted(path.name for path in private.path.iterdir()) == [
        "key",
        "map.json",
        "templates",
        "tmp",
    ]


def test_a_failed_write_leaves_the_old_file_and_no_temporary_one(private: PrivateDir) -> None:
    (private.path / "map.json").mkdir()
    with pytest.raises(OutputError, match="can't be written"):
        private.write("map.json", b"new")
    assert sorted(path.name for path in private.path.iterdir()) == [
        "key",
        "map.json",
        "templates",
        "tmp",
    ]


@pytest.mark.parametrize("name", ["", "../x", "tmp/../../x", "/etc/x", "a\0b"])
def test_a_name_that_leads_out_of_the_folder_is_refused(private: PrivateDir, name: str) -> None:
    with pytest.raises(OutputError, match="not a name"):
        private.write(name, b"x")


def test_a_file_in_a_subfolder_can_be_written(private: PrivateDir) -> None:
    assert private.write("tmp/x", b"x").read_bytes() == b"x"


def test_writing_does_not_follow_a_link(private: PrivateDir, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"kept")
    private.map.symlink_to(outside)
    private.write("map.json", b"new")
    assert (outside.read_bytes(), private.map.read_bytes()) == (b"kept", b"new")


def test_a_whole_and_private_folder_passes(private: PrivateDir) -> None:
    private.write("lexicon.yaml", b"version: 1\n")
    private.check()


@pytest.mark.parametrize("name", ["lexicon.yaml", "map.json", "key", "review.html"])
@pytest.mark.parametrize("bits", [0o640, 0o604, 0o620, 0o601])
def test_a_file_open_to_others_is_refused(private: PrivateDir, name: str, bits: int) -> None:
    path = private.write(name, b"ab" * 32)
    path.chmod(bits)
    with pytest.raises(PrivateDirError, match="group or others") as caught:
        private.check()
    assert caught.value.hint == f"chmod 600 {path}"


def test_an_open_key_is_refused_when_read(private: PrivateDir) -> None:
    private.key_file.chmod(0o644)
    with pytest.raises(PrivateDirError, match="group or others"):
        private.key()


def test_an_open_folder_is_refused(private: PrivateDir) -> None:
    private.path.chmod(0o750)
    with pytest.raises(PrivateDirError) as caught:
        private.check()
    assert caught.value.hint == f"chmod 700 {private.path}"


def test_links_are_refused(private: PrivateDir, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    write_private(target, b"x")
    private.lexicon.symlink_to(target)
    with pytest.raises(PrivateDirError, match="symbolic link"):
        private.check()
    linked = PrivateDir(tmp_path / "linked")
    linked.path.symlink_to(private.path)
    with pytest.raises(PrivateDirError, match="symbolic link"):
        linked.check()


def test_a_missing_folder_or_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PrivateDirError, match="no such folder"):
        PrivateDir(tmp_path / ".prtool").check()
    write_private(tmp_path / ".prtool", b"")
    with pytest.raises(PrivateDirError, match="not a folder"):
        PrivateDir(tmp_path / ".prtool").check()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_file_of_another_user_is_refused(private: PrivateDir) -> None:
    os.chown(private.key_file, 65534, 65534)
    with pytest.raises(PrivateDirError, match="another user"):
        require_private(str(private.key_file))
    with pytest.raises(PrivateDirError, match="another user"):
        private.check()


def test_a_named_pipe_is_refused(private: PrivateDir) -> None:
    os.mkfifo(private.map, 0o600)
    with pytest.raises(PrivateDirError, match="neither"):
        private.check()
