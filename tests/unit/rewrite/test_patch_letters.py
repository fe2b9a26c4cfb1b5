"""Mails: git reads the same message from them, and nothing of the old header."""

from __future__ import annotations

from collections.abc import Callable
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prtool.rewrite.edits import Edits
from prtool.rewrite.identity import Dates, PublicIdentity
from prtool.rewrite.patch.pieces import Part, read_parts
from tests.support.repo_builder import RepoBuilder

DIFF = b"diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n"
SAM = PublicIdentity("Sam Sample", "sam@example.com")


def parts(letter: bytes, *fields: bytes) -> tuple[Part, ...]:
    head = b"\n".join((b"From: A <a@example.org>", b"Subject: [PATCH] s", *fields))
    return read_parts(head + b"\n\n" + letter + b"---\n\n" + DIFF + b"-- \n2.39\n\n")


def rendered(part: Part, *, who: PublicIdentity = SAM, dates: Dates = Dates.UTC) -> bytes:
    assert part.letter is not None
    return part.letter.render(Edits(), DIFF, 1, identity=who, dates=dates, keep_trailers=("fixes",))


def read_by_git(repo: RepoBuilder, mail: bytes) -> tuple[str, str, str]:
    """Return author, date and message as ``git am`` reads them."""
    repo.git("am", "--quiet", stdin=mail)
    author, date, message = repo.git("log", "-1", "--format=%an <%ae>%x00%aI%x00%B").split("\0")
    return author, date, message


@pytest.fixture
def repo(make_repo: Callable[[str], RepoBuilder]) -> RepoBuilder:
    builder = make_repo("repo")
    builder.commit("base", {"base": "base\n"})
    return builder


@pytest.mark.parametrize(
    ("letter", "fields", "message"),
    [
        (b"", (), "s"),
        (b"body\n\nFixes: 1\nX-Private: 2\n", (), "s\n\nbody\n\nFixes: 1"),
        ("caf\u00e9\n".encode("latin-1"), (b"Content-Type: text/plain; charset=latin-1",),
         "s\n\ncaf\u00e9"),
        (b"caf=C3=A9 =3D\n", (b"Content-Transfer-Encoding: quoted-printable",), None),
        (b"From: Z <z@example.net>\nDate: Mon, 1 Jan 2024 00:00:00 +0100\nSubject: other\n\nb\n",
         (), "other\n\nb"),
        (b"From here on\nFrom there on\n", (), "s\n\n From here on\nFrom there on"),
        (b">From here on\n", (), "s\n\n >From here on"),
        (b"a\n\n    indented\n", (), "s\n\na\n\n    indented"),
        (b"Index: 3\n", (), "s"),
    ],
)  # fmt: skip
def test_git_reads_the_message(
    repo: RepoBuilder, letter: bytes, fields: tuple[bytes, ...], message: str | None
) -> None:
    (part,) = parts(letter, b"Date: Fri, 2 Jan 2026 03:04:05 +0800", *fields)

    author, date, found = read_by_git(repo, rendered(part))

    assert author == "Sam Sample <sam@example.com>"
    assert date.startswith("2026-01-01T19:04:05" if b"Date:" not in letter else "2023-12-31T23")
    assert date.endswith(("Z", "+00:00"))
    if message is not None:
        assert found == message


@pytest.mark.parametrize(
    "name", ["Sam Sample", "S. (Sam), Jr", 'Sam "S" Sample', "Sa\u00efd \u4f60\u597d", "a=?b?="]
)
def test_git_reads_any_author(repo: RepoBuilder, name: str) -> None:
    (part,) = parts(b"")

    author, _, _ = read_by_git(repo, rendered(part, who=PublicIdentity(name, "s@example.com")))

    assert author == f"{name} <s@example.com>"


@pytest.mark.parametrize(
    ("value", "dates", "expected"),
    [
        ("Fri, 2 Jan 2026 03:04:05 +0800", Dates.UTC, b"Date: Thu, 01 Jan 2026 19:04:05 +0000\n"),
        ("Fri, 2 Jan 2026 03:04:05 +0800", Dates.DAY, b"Date: Thu, 01 Jan 2026 00:00:00 +0000\n"),
        ("Fri, 2 Jan 2026 03:04:05 +0800", Dates.KEEP, b"Date: Fri, 02 Jan 2026 03:04:05 +0800\n"),
        ("Fri, 2 Jan 2026 03:04:05 -0000", Dates.UTC, b"Date: Fri, 02 Jan 2026 03:04:05 +0000\n"),
        ("Fri, 31 Dec 9999 23:59:59 -0800", Dates.UTC, None),
        ("some day", Dates.UTC, None),
    ],
)  # fmt: skip
def test_dates(value: str, dates: Dates, expected: bytes | None) -> None:
    (part,) = parts(b"", b"Date: " + value.encode())

    mail = rendered(part, dates=dates)

    assert expected in mail if expected is not None else b"\nDate:" not in mail


def test_nothing_else_of_the_header_is_left() -> None:
    (part,) = parts(b"b\n", b"To: qx@example.org", b"X-Mailer: qx", b"Message-Id: <qx@a>")

    mail = rendered(part)

    fields = BytesHeaderParser().parsebytes(mail.partition(b"\n")[2]).keys()
    assert fields == ["From", "Subject"]
    assert b"2.39" not in mail


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (b"[PATCH qx v3 2/7] s", b"[PATCH v3 2/7] s"),
        (b"[qx PATCH] s", b"[PATCH] s"),
        (b"[RFC PATCH] s", b"[PATCH RFC] s"),
        (b"[list] s", b"[list] s"),
        (b"s", b"s"),
    ],
)
def test_the_tag_before_a_subject_keeps_only_its_numbers(subject: bytes, expected: bytes) -> None:
    (part,) = read_parts(b"Subject: " + subject + b"\n\n---\n" + DIFF)

    assert b"\nSubject: " + expected + b"\n" in rendered(part)


def test_a_cover_letter_loses_its_list_of_files() -> None:
    letter = (
        b"Why.\n\nSam (1):\n  s\n\n docs/qx.md | 2 +-\n .../qx.bin | Bin 0 -> 9 bytes\n"
        b" 2 files changed, 1 insertion(+)\n create mode 100644 docs/qx.md\n\n-- \n2.39\n\n"
    )
    first, _ = read_parts(
        b"From 1 Mon Sep 17 00:00:00 2001\nSubject: [PATCH 0/1] c\n\n" + letter
        + b"From 1 Mon Sep 17 00:00:00 2001\nSubject: [PATCH 1/1] s\n\n---\n" + DIFF
    )  # fmt: skip
    assert first.letter is not None

    assert first.letter.text == "Why.\n\nSam (1):\n  s"


@given(st.text(st.characters(exclude_categories=["Cc", "Zl", "Zp"]), min_size=1))
def test_any_subject_comes_back(subject: str) -> None:
    (part,) = read_parts(b"Subject: [PATCH] s\n\n---\n" + DIFF)
    assert part.letter is not None
    letter = part.letter.__class__(
        number=1, charset="utf-8", commit=None, author=None, moment=None, tag="[PATCH]",
        subject=f"x{subject}x".encode("utf-8", "replace").decode(),
    )  # fmt: skip

    mail = letter.render(Edits(), DIFF, 1, identity=SAM, dates=Dates.UTC, keep_trailers=())

    value = BytesHeaderParser().parsebytes(mail.partition(b"\n")[2])["Subject"]
    assert all(len(line) <= 76 for line in value.split("\n")) or value.isascii()
    assert str(make_header(decode_header(value))).replace("\n ", "") == f"[PATCH] {letter.subject}"
