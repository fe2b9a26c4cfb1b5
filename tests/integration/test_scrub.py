"""``prtool scrub`` on what git really writes: what is private goes, and the rest applies."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.integration.checking import TOKEN
from tests.integration.conftest import HOME, HOST, Prtool, private_series
from tests.support.repo_builder import RepoBuilder, write_lexicon
from tests.support.scrubbing import ZEROS, Scrub, apply

GOLDEN = Path(__file__).parents[1] / "golden"
LAN = "corp." + "lan"


def test_a_diff_loses_what_is_private_and_applies(repo: RepoBuilder, scrub: Scrub) -> None:
    base = private_series(repo)

    out = scrub.clean(repo.raw("diff", base))

    clone = apply(repo, base, out)
    assert b"qx" not in out.lower()
    assert b"prtool:drop" not in out
    assert b"\nindex " not in out
    assert not (clone.path / "config.local.yaml").exists()
    router = (clone.path / "internal/router/router.go").read_text()
    assert re.search(r'return "[a-z]+-openai", nil\n}\n\n// [A-Z]+\n\Z', router)


@pytest.mark.parametrize(
    "options",
    [
        (), ("--no-stat",), ("--attach",), ("--inline",), ("--binary", "--full-index"), ("-M",),
        ("--thread", "--cover-letter"), ("--base=HEAD~2",), ("--add-header=X-Host: qx",),
        (f"--to=a@{LAN}", f"--cc=b@{LAN}"), ("--subject-prefix=PATCH qx v3",), ("-v2",),
        (f"--from=Zed <zed@{LAN}>",), ("-s",), ("--encode-email-headers",), ("-N", "--numbered"),
    ],
)  # fmt: skip
def test_a_series_of_any_style_goes_in_with_git_am(
    repo: RepoBuilder, scrub: Scrub, options: tuple[str, ...]
) -> None:
    base = private_series(repo)

    out = scrub.clean(
        repo.raw("format-patch", "--stdout", *options, base), "--base", base,
        "--author", "Sam Sample <sam@example.com>",
    )  # fmt: skip

    assert b"qx" not in out.lower()
    assert HOST.encode() not in out
    assert LAN.encode() not in out
    assert b"sandra" not in out.lower()
    assert b"+0800" not in out
    for private in repo.git("rev-list", f"{base}..").split():
        assert private[:10].encode() not in out
    assert re.findall(rb"^From .*\n", out, re.MULTILINE) == [ZEROS] * out.count(b"\nSubject: ")
    if "--cover-letter" in options:
        return
    clone = apply(repo, base, out, "am", "--quiet")
    log = clone.git("log", "--format=%an <%ae> %ad%n%B", "--date=iso", f"{base}..")
    assert log.count("Sam Sample <sam@example.com> 2026") == 2
    assert log.count("+0000") == 2
    assert "Fixes: 12\nSigned-off-by: Sam Sample <sam@example.com>" in log
    assert "X-Session" not in log
    assert "caf\u00e9" in log
    assert list(clone.tree()) == [*list(repo.tree(base))[:2], *sorted(clone.tree())[2:]]
    assert len(clone.tree()) == len(repo.tree(base)) + 1


def test_one_mail_as_it_comes_out(repo: RepoBuilder, scrub: Scrub) -> None:
    write_lexicon(
        repo.path,
        {"value": "QX", "kind": "provider", "pseudonym": "Acme"},
        {"value": "NorthRouter-Adapter", "kind": "provider", "pseudonym": "Globex-Adapter"},
        {"value": HOST, "kind": "host", "pseudonym": "relay.example.com"},
        {"value": "sandra", "kind": "user"},
    )
    base = private_series(repo)

    out = scrub.clean(repo.raw("format-patch", "--stdout", base))

    assert out == (GOLDEN / "scrub-series.mbox").read_bytes()


def test_a_plain_diff_with_nothing_private_is_printed_byte_for_byte(
    repo: RepoBuilder, scrub: Scrub
) -> None:
    base = repo.head
    repo.commit("s", {"a.txt": "a\r\nb", "caf\u00e9 x.md": "x\n", "README.md": None, "e": ""})
    for options in ((), ("--binary",), ("--no-prefix",), ("-U0",), ("--stat", "--patch")):
        data = repo.raw("diff", *options, base)

        assert scrub(data) == (0, data)
        assert "nothing private found" in scrub.err
        assert scrub(data.removesuffix(b"\n")) == (0, data.removesuffix(b"\n"))


def test_who_signs_in_a_trailer_of_a_mail_is_private(repo: RepoBuilder, scrub: Scrub) -> None:
    base = repo.head
    signed = "Reported-by: Odalys Fernbrook <odalys@thinkbox." + "lan>"
    repo.commit(
        f"client: ask again\n\nOdalys Fernbrook saw it.\n\n{signed}\n",
        {"client.py": "# Odalys runs it on thinkbox.\n"},
    )

    out = scrub.clean(repo.raw("format-patch", "--stdout", base))

    for private in (b"Odalys", b"Fernbrook", b"thinkbox"):
        assert private not in out, private


def test_ids_of_commits_go_with_the_text_around_a_diff(repo: RepoBuilder, scrub: Scrub) -> None:
    repo.commit("s", {"a.md": "a\n"})
    for style in ("oneline", "raw", "medium", "fuller", "reference"):
        out = scrub.clean(repo.raw("show", f"--format={style}", "HEAD"))

        assert out.startswith(b"diff --git ")


def test_the_text_around_a_log_goes(repo: RepoBuilder, scrub: Scrub) -> None:
    base = private_series(repo)

    out = scrub.clean(repo.raw("log", "-p", "--reverse", f"{base}.."))

    assert out.startswith(b"diff --git ")
    assert b"\ncommit " not in out
    scrub(repo.raw("log", "-p", "--reverse", f"{base}.."))
    assert "2 texts left out" in scrub.err


def test_stamps_of_plain_diffs_are_put_in_universal_time(scrub: Scrub) -> None:
    data = (
        b"--- old/a.txt\t2026-01-02 03:04:05.600000000 +0800\n"
        b"+++ new/a.txt\t1970-01-01 08:00:00.000000000 +0800\n@@ -1 +1,2 @@\n a\n+QX\n"
    )

    out = scrub.clean(data)

    assert b"old/a.txt\t2026-01-01 19:04:05.600000000 +0000\n" in out
    assert b"new/a.txt\t1970-01-01 00:00:00.000000000 +0000\n" in out
    assert b"2026-01-01 00:00:00.000000000 +0000\n" in scrub(data, "--dates", "day")[1]


def test_the_report_counts_and_quotes_nothing(repo: RepoBuilder, scrub: Scrub) -> None:
    base = private_series(repo)
    data = repo.raw("format-patch", "--stdout", base)
    scrub.clean(data)
    scrub(data)

    assert "private/term in content: " in scrub.err
    assert "file/local-config in path: 1 left out with its file" in scrub.err
    assert "private/marker in content: 1 left out with its lines" in scrub.err
    assert "2 files left out" in scrub.err
    assert "mail headers written anew: 2" in scrub.err
    assert "qx" not in scrub.err.lower()

    scrub(data, "--json", "--base", base)
    document = json.loads(scrub.err)
    assert document["schema"] == "prtool/scrub/1"
    assert document["status"] == "ok"
    assert document["left_out"] == {"file": 2}
    assert [each["status"] for each in document["verification"]] == ["passed"] * 4


def test_what_it_replaces_can_be_restored(
    repo: RepoBuilder, scrub: Scrub, prtool: Prtool, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("s", {"a.md": "NorthRouter-Adapter and qx\n"})
    out = tmp_path / "out.diff"

    assert scrub(repo.raw("diff", base), "--out", out) == (0, b"")

    assert b"NorthRouter" not in out.read_bytes()
    status, restored, _ = prtool("restore", out)
    assert status == 0
    assert "+NorthRouter-Adapter and qx\n" in restored


def test_a_secret_gets_a_placeholder_and_never_stands_in_the_map(
    repo: RepoBuilder, scrub: Scrub
) -> None:
    base = repo.head
    repo.commit("s", {"a.go": f'var k = "{TOKEN}"\n'})

    out = scrub.clean(repo.raw("diff", base))

    assert b'+var k = "REDACTED_GITHUB_TOKEN"\n' in out
    assert TOKEN not in (repo.path / ".prtool" / "map.json").read_text()


def test_the_same_input_gives_the_same_bytes(repo: RepoBuilder, scrub: Scrub) -> None:
    base = private_series(repo)
    data = repo.raw("format-patch", "--stdout", base)

    assert scrub(data) == scrub(data)


def test_outside_a_repository_the_rules_alone_look_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrub = Scrub(tmp_path, monkeypatch)
    data = f"--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n a\n+{HOME}/QX {TOKEN}\n".encode()

    status, out = scrub(data)

    assert status == 0
    assert b"QX REDACTED_GITHUB_TOKEN" in out
    assert HOME.encode() not in out
    assert "no lexicon" in scrub.err
    lexicon = tmp_path / "terms.yaml"
    lexicon.touch(mode=0o600)
    lexicon.write_text("version: 1\nterms:\n  - value: QX\n    kind: provider\n")
    status, out = scrub(data, "--lexicon", lexicon)
    assert b"QX" not in out
    assert "no lexicon" not in scrub.err


def test_the_repository_stays_as_it_is(repo: RepoBuilder, scrub: Scrub) -> None:
    base = private_series(repo)
    data = repo.raw("format-patch", "--stdout", base)
    before = repo.fingerprint()

    assert scrub(data, "--base", base)[0] == 0

    assert repo.fingerprint() == before
