"""The lines above the hunks: names as git writes them, times in UTC, no private blob ids."""

from __future__ import annotations

import pytest

from prtool.rewrite.identity import Dates
from prtool.rewrite.patch.heads import HeadStyle, public_stamp, quoted, rewrite_head
from prtool.rewrite.patch.pieces import read_parts
from prtool.sources.patch_paths import unquote

HUNK = b"@@ -1 +1,2 @@\n a\n+b\n"


def rewritten(
    diff: bytes, paths: dict[bytes, bytes], *, index: bool = False, names: bool = True
) -> bytes:
    (part,) = read_parts(diff)
    (change,) = part.changes
    known = {name: name for name in change.names} | paths
    style = HeadStyle(known, Dates.UTC, with_index=index, with_names=names)
    return b"".join(line + b"\n" for line in rewrite_head(change, style))


@pytest.mark.parametrize(
    "name",
    [b"a b", b"caf\xc3\xa9", b"tab\t", b'quo"te', b"back\\slash", b"\x01\x7f", b"plain", b"a\nb"],
)
def test_quotes_come_undone(name: bytes) -> None:
    assert unquote(quoted(name)) == name


def test_names_are_quoted_as_git_does() -> None:
    assert quoted(b"b/caf\xc3\xa9\t1") == rb'"b/caf\303\251\t1"'
    assert quoted(b"b/with blank") == b"b/with blank"


def test_a_new_file_gets_its_public_name_everywhere() -> None:
    diff = (
        b"diff --git a/qx n.md b/qx n.md\nnew file mode 100644\nindex 0000000..1234567\n"
        b"--- /dev/null\n+++ b/qx n.md\t\n@@ -0,0 +1 @@\n+a\n"
    )

    assert rewritten(diff, {b"qx n.md": b"acme n.md"}) == (
        b"diff --git a/acme n.md b/acme n.md\nnew file mode 100644\n"
        b"--- /dev/null\n+++ b/acme n.md\t\n"
    )


@pytest.mark.parametrize("verb", [b"rename", b"copy"])
def test_a_moved_file_keeps_its_old_name(verb: bytes) -> None:
    diff = b"diff --git a/x b/qx\nsimilarity index 100%%\n%b from x\n%b to qx\n" % (verb, verb)

    assert rewritten(diff, {b"qx": b"caf\xc3\xa9"}) == (
        b'diff --git a/x "b/caf\\303\\251"\nsimilarity index 100%%\n'
        b'%b from x\n%b to "caf\\303\\251"\n' % (verb, verb)
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"a/", b"b/"), (b"", b""), (b"i/", b"w/"), (b"w/", b"i/"), (b"1/", b"2/")],
)
def test_prefixes_stay(before: bytes, after: bytes) -> None:
    diff = b"diff --git %bqx %bqx\nnew file mode 100644\n--- /dev/null\n+++ %bqx\n" % (
        before, after, after
    ) + b"@@ -0,0 +1 @@\n+a\n"  # fmt: skip

    found = rewritten(diff, {b"qx": b"acme"})

    assert found.startswith(b"diff --git %bacme %bacme\n" % (before, after))
    assert found.endswith(b"+++ %bacme\n" % after)


def test_a_binary_file_is_named_in_both_places() -> None:
    diff = (
        b"diff --git a/qx and b b/qx and b\nnew file mode 100644\nindex 0000000..1234567\n"
        b"Binary files /dev/null and b/qx and b differ\n"
    )

    assert rewritten(diff, {b"qx and b": b"acme"}, index=True) == (
        b"diff --git a/acme b/acme\nnew file mode 100644\nindex 0000000..1234567\n"
        b"Binary files /dev/null and b/acme differ\n"
    )


def test_binary_data_is_not_looked_into() -> None:
    data = b"GIT binary patch\nliteral 1\nIcmZPo000310RR91\n\nliteral 0\nHcmV?d00001\n\n"
    diff = b"diff --git a/x b/x\nindex " + b"1" * 40 + b".." + b"2" * 40 + b" 100644\n" + data

    assert rewritten(diff, {}, index=True) == diff


def test_line_ends_of_the_diff_itself_stay() -> None:
    diff = b"--- a/x\r\n+++ b/x\r\n" + HUNK

    assert rewritten(diff, {b"x": b"y"}) == b"--- a/y\r\n+++ b/y\r\n"


def test_without_hunks_the_two_names_before_them_go() -> None:
    diff = b"diff --git a/x b/x\nold mode 100644\nnew mode 100755\nindex 123456..234567\n" + (
        b"--- a/x\n+++ b/x\n" + HUNK
    )

    found = rewritten(diff, {}, names=False)

    assert found == b"diff --git a/x b/x\nold mode 100644\nnew mode 100755\n"


@pytest.mark.parametrize(
    ("stamp", "dates", "expected"),
    [
        (b"2026-01-02 03:04:05 +0800", Dates.UTC, b"2026-01-01 19:04:05 +0000"),
        (b"2026-01-02 03:04:05.25 -0130", Dates.UTC, b"2026-01-02 04:34:05.25 +0000"),
        (b"2026-01-02 03:04:05.25 -0130", Dates.DAY, b"2026-01-02 00:00:00.00 +0000"),
        (b"2026-01-02 03:04:05 +0800", Dates.KEEP, b"2026-01-02 03:04:05 +0800"),
        (b"1970-01-01 08:00:00 +0800", Dates.UTC, b"1970-01-01 00:00:00 +0000"),
        (b"Fri Jan  2 2026", Dates.UTC, b""),
        (b"0001-01-01 00:00:00 +0800", Dates.UTC, b""),
        (b"2026-13-45 00:00:00 +0800", Dates.UTC, b""),
    ],
)  # fmt: skip
def test_stamps(stamp: bytes, dates: Dates, expected: bytes) -> None:
    assert public_stamp(stamp, dates) == expected
