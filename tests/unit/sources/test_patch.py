"""The strict index of patches: what git writes is read whole, what is malformed is refused."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from email.errors import MultipartInvariantViolationDefect
from email.message import Message
from email.parser import BytesHeaderParser

import pytest

from prtool.errors import InputError
from prtool.model.results import Skip
from prtool.model.text import Channel, TextUnit, encode
from prtool.sources.patch import FilePatch, Prose, read_diff
from prtool.sources.patch_check import cross_check
from prtool.sources.patch_units import patch_units
from tests.support.repo_builder import RepoBuilder

ODD_PATHS = tuple(
    raw.decode("utf-8", "surrogateescape")
    for raw in (
        b"plain.txt", b"with blank.txt", b" leading", b"trailing ", b"tab\there", b"line\nfeed",
        b'quote".txt', b"back\\slash", b"caf\xc3\xa9", b"latin\xe9", b"a/b/c b/d", b"b/x", b"a/x",
        b"-dash", b"::error::x", b"x b/x", b"cr\rhere", b"\xe2\x80\xa8", b"bell\x07",
    )
)  # fmt: skip
CONTENTS = (
    b"one\ntwo\n", b"one\r\ntwo\r\n", b"no end", b"\n\n\n", b"a\xe2\x80\xa8b\x0cc\x85d\n",
    b"lone\rcr\nnext\n", b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n", b"-- \n2.39\n", b"\xff\xfe\n",
    b"diff --git a/x b/x\n", b"From 0 Mon Sep 17 00:00:00 2001\nSubject: x\n", b"\\ No newline\n",
)  # fmt: skip
MAIL_START = b"From " + b"0" * 40 + b" Mon Sep 17 00:00:00 2001\n"
HUNK = b"--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@ top\n a\n+b\n c\n"


def files(data: bytes) -> list[FilePatch]:
    return [piece for piece in read_diff(data) if isinstance(piece, FilePatch)]


def units(data: bytes) -> list[TextUnit]:
    return list(patch_units(data, []))


def by_channel(found: list[TextUnit], channel: Channel) -> list[TextUnit]:
    return [unit for unit in found if unit.channel is channel]


def added(unit: TextUnit) -> list[tuple[int, str]]:
    """Return (number in the file, text) of each new line."""
    rows = []
    for span in unit.regions():
        first = unit.text.count("\n", 0, span.start)
        for offset, line in enumerate(
            unit.text[span.start : span.end].removesuffix("\n").split("\n")
        ):
            rows.append((unit.numbers[first + offset], line))
    return rows


def expected_lines(content: bytes) -> list[tuple[int, str]]:
    text = content.decode("utf-8", "surrogateescape").removesuffix("\n")
    return list(enumerate(text.split("\n"), 1))


@pytest.fixture
def repo(make_repo: Callable[[str], RepoBuilder]) -> RepoBuilder:
    builder = make_repo("repo")
    builder.commit("base", {"base.txt": "".join(f"{n}\n" for n in range(40))})
    return builder


@pytest.mark.parametrize("options", [(), ("--no-prefix",), ("--src-prefix=i/", "--dst-prefix=w/")])
def test_what_git_diff_says_of_odd_files_is_read_back(
    repo: RepoBuilder, options: tuple[str, ...]
) -> None:
    made = {path: CONTENTS[n % len(CONTENTS)] for n, path in enumerate(ODD_PATHS)}
    repo.commit("odd", made)

    found = units(repo.raw("diff", *options, "HEAD~", "HEAD"))

    assert {unit.text for unit in by_channel(found, Channel.PATH)} == set(ODD_PATHS)
    content = {unit.path: added(unit) for unit in by_channel(found, Channel.CONTENT)}
    assert {path: expected_lines(raw) for path, raw in made.items()} == content


def test_a_mail_of_parts_is_read_by_an_older_python(
    repo: RepoBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as 3.11.2, for which the parts are missing where its header is read alone."""
    read = BytesHeaderParser.parsebytes

    def older(parser: BytesHeaderParser, text: bytes, headersonly: bool = True) -> Message:
        message = read(parser, text, headersonly)
        if message.get_content_maintype() == "multipart" and not message.defects:
            message.defects.append(MultipartInvariantViolationDefect())
        return message

    monkeypatch.setattr(BytesHeaderParser, "parsebytes", older)
    repo.commit("second", {"x.txt": "text\n"})
    mail = repo.raw("format-patch", "--stdout", "--attach", "HEAD~1")

    assert by_channel(units(mail), Channel.PATH)[0].text == "x.txt"
    with pytest.raises(InputError, match="header is malformed"):
        units(mail.replace(b"\nSubject:", b"\nno header\nSubject:", 1))


def test_what_git_format_patch_says_is_read_back(repo: RepoBuilder) -> None:
    made = {path: CONTENTS[n % len(CONTENTS)] for n, path in enumerate(ODD_PATHS)}
    author = "Zo\u00eb M\u00fcller-L\u00fcdenscheidt <zoe@example.com>"
    message = "Gr\u00fc\u00dfe, " + "lang " * 30 + "\n\nBody\n\nSigned-off-by: Z <z@example.com>\n"
    repo.commit(message, made, author=author, offset="-0330")
    repo.commit("second", {"base.txt": None})

    for options in ((), ("--attach",), ("--inline",)):
        found = units(repo.raw("format-patch", "--stdout", *options, "HEAD~2"))

        assert {*ODD_PATHS, "base.txt"} == {u.text for u in by_channel(found, Channel.PATH)}
        assert [author, "Upstream Maintainers <maintainers@example.com>"] == [
            unit.text for unit in by_channel(found, Channel.AUTHOR)
        ]
        assert by_channel(found, Channel.DATE)[0].text.endswith("-03:30")
        assert by_channel(found, Channel.TRAILER)[0].text == "Signed-off-by: Z <z@example.com>"
        text = by_channel(found, Channel.MESSAGE)[0].text
        assert text == "Gr\u00fc\u00dfe, " + ("lang " * 30).strip() + "\n\nBody"
        assert {unit.commit for unit in found} == {repo.git("rev-parse", "HEAD~"), repo.head}


def test_random_edits_are_counted_as_git_counts_them(repo: RepoBuilder) -> None:
    chance = random.Random(7)
    lines = [f"{n}" for n in range(40)]
    for _ in range(12):
        new = [line for line in lines if chance.random() > 0.1]
        for _ in range(chance.randrange(6)):
            new.insert(
                chance.randrange(len(new)), chance.choice(["", "+", "-x", " y", "@@", "z\r"])
            )
        repo.write({"base.txt": "\n".join(new) + chance.choice(["", "\n"])})
        diff = repo.raw("diff", f"-U{chance.randrange(4)}")
        if not diff:
            continue
        found = units(diff)
        numbers = repo.git("diff", "--numstat").split("\t")
        new_lines = [row for unit in by_channel(found, Channel.CONTENT) for row in added(unit)]
        gone = [
            row
            for unit in by_channel(found, Channel.REMOVED)
            for row in unit.text.splitlines()
            if row  # an empty one stands between two hunks
        ]
        assert (int(numbers[0]), int(numbers[1])) == (len(new_lines), len(gone))
        assert all(line == new[number - 1] for number, line in new_lines)


def test_renames_modes_links_submodules_and_deletions(repo: RepoBuilder) -> None:
    repo.commit("more", {"old name.txt": "a\nb\nc\n", "tool": "x\n", "gone.txt": "g\n"})
    repo.git("mv", "old name.txt", "new \u00e9.txt")
    (repo.path / "tool").chmod(0o755)
    (repo.path / "link").symlink_to("a target")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{repo.head},vendor/lib")
    repo.git("rm", "--quiet", "gone.txt")
    repo.git("add", "link", "tool")

    found = units(repo.raw("diff", "--cached", "-M"))

    assert {"old name.txt", "new \u00e9.txt", "tool", "link", "vendor/lib", "gone.txt"} == {
        unit.text for unit in by_channel(found, Channel.PATH)
    }
    assert [(u.path, u.text) for u in by_channel(found, Channel.MODE)] == [("tool", "100755")]
    (link,) = by_channel(found, Channel.SYMLINK)
    assert (link.path, added(link)) == ("link", [(1, "a target")])
    (module,) = by_channel(found, Channel.SUBMODULE)
    assert added(module) == [(1, f"Subproject commit {repo.head}")]
    assert [(u.path, u.text) for u in by_channel(found, Channel.REMOVED)] == [("gone.txt", "g\n")]


def test_binary_content_is_unpacked(repo: RepoBuilder) -> None:
    data = b"\0binary" + bytes(range(256)) * 40
    repo.commit("bin", {"a.bin": data, "b.bin": b"\0" + zlib.compress(data)})
    repo.commit("bin", {"a.bin": data[:5000] + b"inserted" + data[5000:]})
    skipped: list[Skip] = []

    first = list(patch_units(repo.raw("diff", "--binary", "HEAD~2", "HEAD~"), skipped))
    assert skipped == []
    assert data.decode("latin-1") in {u.text for u in by_channel(first, Channel.BINARY)}

    second = list(patch_units(repo.raw("diff", "--binary", "HEAD~", "HEAD"), skipped))
    assert "inserted" in by_channel(second, Channel.BINARY)[0].text
    assert [skip.channel for skip in skipped] == [Channel.BINARY] * 2

    plain = list(patch_units(repo.raw("diff", "HEAD~", "HEAD"), skipped))
    assert [unit.text for unit in by_channel(plain, Channel.BINARY)] == [""]
    assert skipped[-1].why == "the patch does not hold its content"


def test_a_plain_unified_diff_has_paths_and_time_stamps() -> None:
    data = HUNK.replace(b"b/x", b"b/x y\t2026-03-02 10:00:00.000000000 +0800")

    found = units(data)

    assert {"x", "x y"} == {unit.text for unit in by_channel(found, Channel.PATH)}
    assert by_channel(found, Channel.DATE)[0].text.endswith("+08:00")
    assert added(by_channel(found, Channel.CONTENT)[0]) == [(2, "b")]
    assert [unit.numbers for unit in by_channel(found, Channel.CONTEXT)] == [(1, 3)]
    assert [unit.text for unit in by_channel(found, Channel.HEADING)] == ["top"]


def test_prose_around_a_diff_is_looked_at_too() -> None:
    pieces = list(read_diff(b"hello\n" + HUNK + b"+not counted\nbye\n"))

    assert [Prose(1, b"hello\n"), Prose(8, b"+not counted\nbye\n")] == [
        piece for piece in pieces if isinstance(piece, Prose)
    ]
    assert [
        unit.text
        for unit in by_channel(units(b"hello\n" + HUNK + b"+not counted\nbye\n"), Channel.MESSAGE)
    ] == ["hello\n", "+not counted\nbye\n"]


def test_a_mail_in_quoted_printable_is_decoded() -> None:
    mail = (
        b"From: A <a@example.com>\nSubject: =?UTF-8?q?[PATCH]_f=C3=BCr?=\n"
        b"Content-Transfer-Encoding: quoted-printable\nX-Origin: somewhere\n\n"
        b"bo=64y\n---\n x | 1 +\n\n" + HUNK.replace(b"+b", b"+=62=0D") + b"-- \n2.39\n"
    )

    found = units(mail)

    assert [unit.text for unit in by_channel(found, Channel.MESSAGE)] == ["f\u00fcr\n\nbody"]
    assert added(by_channel(found, Channel.CONTENT)[0]) == [(2, "b\r")]
    texts = "\n".join(unit.text for unit in by_channel(found, Channel.TEXT))
    assert all(part in texts for part in ("X-Origin: somewhere", "x | 1 +", "2.39"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (HUNK[:-3], "shorter"),
        (HUNK.replace(b"\n a", b"\na"), "shorter"),
        (HUNK.replace(b",2 +1,3", b",9 +1,9"), "cut off"),
        (HUNK.replace(b" c\n", b"+c\n+d\n"), "longer"),
        (HUNK.split(b"@@")[0], "cut off"),
        (b"--- a/x\n", "cut off"),
        (b"+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", "without the name"),
        (b"@@ -1 +1 @@\n-a\n+b\n", "without the name"),
        (b"--- /dev/null\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n", "no file"),
        (b'--- "a/x\n+++ "b/x\n@@ -1 +1 @@\n-a\n+b\n', "malformed quotes"),
        (b"diff --git a/x b/x\n", "cut off"),
        (b"diff --git a/x b/x\nindex 1234567..89abcde 100644\n", "cut off"),
        (b"diff --git a/x b/x\nrename from x\nsimilarity index 90%\n", "both of its names"),
        (b"diff --git a/x y z\nold mode 100644\nnew mode 100755\n", "can't be told"),
        (b"diff --git a/p b/p\nindex 1234567..89abcde 100644\n" + HUNK, "contradict"),
        (b"diff --git a/p and more words b/x\n" + HUNK, "can't be told|contradict"),
        (b"diff --git a/p q b/x\nrename from p\nrename to x\n", "contradict"),
        (b"diff --git a/x b/x\nBinary files a/other and b/x differ\n", "contradict"),
        (HUNK + b"\\ some words\n", "belongs to no line"),
        (b"diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n++x\n", "combined"),
        (b"diff --git a/x b/x\nGIT binary patch\nliteral 9\n", "cut off|missing"),
        (b"diff --git a/x b/x\nGIT binary patch\nliteral 9\nzzzz\n\n", "bad line length"),
        (b"just a text\n", "no diff"),
        (MAIL_START + b"Subject: x\nbroken header\n\n" + HUNK, "header is malformed"),
        (b"Subject: x\nContent-Transfer-Encoding: x-own\n\n" + HUNK, "unknown transfer encoding"),
    ],
)
def test_what_is_malformed_or_cut_off_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        units(data)


def test_every_beginning_of_a_patch_is_refused_or_holds_all_that_it_says(repo: RepoBuilder) -> None:
    """A cut never makes added lines vanish from what is left."""
    repo.write({"base.txt": "new\n" + "".join(f"{n}\n" for n in range(2, 40)) + "end"})
    lines = repo.raw("diff").split(b"\n")
    for end in range(1, len(lines)):
        part = b"\n".join(lines[:end]) + b"\n"
        kept = {line[1:] for line in lines[4:end] if line.startswith(b"+")}
        try:
            texts = "\n".join(unit.text for unit in units(part))
        except InputError:
            continue
        assert all(line in encode(texts) for line in kept)


def test_a_message_never_quotes_the_patch() -> None:
    with pytest.raises(InputError) as caught:
        units(HUNK.replace(b"\n a", b"\nprivate words"))

    assert "private" not in f"{caught.value} {caught.value.hint}"
    assert "line 4" in str(caught.value)


def test_what_stands_on_the_line_of_a_mailbox_and_between_parts_is_looked_at() -> None:
    mail = (
        b"From sender@example.com Mon Mar  2 10:00:00 2026\nSubject: x\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=B\n\nabove\n--B\nContent-Type: text/plain\n"
        b"Content-Disposition: attachment; filename=name.patch\n\n" + HUNK + b"--B--\nbelow\n"
    )

    texts = "\n".join(unit.text for unit in units(mail))

    for part in ("sender@example.com", "name.patch", "above", "below"):
        assert part in texts


def test_two_readers_must_agree() -> None:
    (file,) = files(HUNK)
    cross_check(file)
    file.hunks[0] = type(file.hunks[0])(1, 1, b"", (b"?",))

    with pytest.raises(InputError, match="unambiguously"):
        cross_check(file)


def test_nothing_goes_on_from_one_hunk_into_the_next(repo: RepoBuilder) -> None:
    repo.write({"base.txt": "".join(f"{n}\n" for n in range(40) if n not in (3, 4, 30))})
    found = units(repo.raw("diff", "-U1"))
    (removed,) = by_channel(found, Channel.REMOVED)
    (context,) = by_channel(found, Channel.CONTEXT)

    assert removed.text == "3\n4\n\n30\n"
    assert removed.numbers == (4, 5, 31, 31)
    assert context.text == "2\n5\n\n29\n31\n"
