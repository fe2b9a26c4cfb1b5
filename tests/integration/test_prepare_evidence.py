"""``prtool prepare --evidence``: from a probe of a private endpoint to a public table."""

from __future__ import annotations

import json
import re
from pathlib import Path

from prtool.evidence.file import encode
from tests.integration.conftest import HOST, Prtool
from tests.support import evidence as sample
from tests.support.endpoint import NOT_FOUND, listing, serving
from tests.support.repo_builder import RepoBuilder

ALIAS = "QX-GPT-5.5(high)"
FIX = {"internal/router/fix.go": "package router\n\n// Aliases with a suffix are found.\n"}


def _probed(prtool: Prtool, folder: Path) -> tuple[Path, Path]:
    """Probe a real endpoint that lists a private alias, before and after its fix."""
    before, after = folder / "before.json", folder / "after.json"
    with serving(models=listing(ALIAS), chat=NOT_FOUND, stream=NOT_FOUND) as endpoint:
        asked = ("probe", "--base-url", endpoint.url, "--model", ALIAS)
        assert prtool(*asked, "--label", f"{HOST} v1", "--out", before)[0] == 1
    with serving(models=listing(ALIAS)) as endpoint:
        asked = ("probe", "--base-url", endpoint.url, "--model", ALIAS)
        assert prtool(*asked, "--label", "with the fix", "--out", after)[0] == 0
    assert ALIAS in before.read_text()
    return before, after


def test_evidence_becomes_a_public_table(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    base = repo.head
    repo.commit("router: find QX aliases with a suffix", FIX)
    before, after = _probed(prtool, tmp_path)
    notes = tmp_path / "notes.md"
    notes.write_text("# Verification\n\nAsked by hand, too.\n")
    out = tmp_path / "bundle"

    status, stdout, stderr = prtool(
        "prepare", "--base", base, "--out", out, "--notes", notes, "--evidence", before, after
    )

    assert (status, stderr) == (0, ""), stdout
    for path in out.rglob("*"):
        if path.is_file():
            text = path.read_text()
            assert "QX" not in text, path
            assert HOST not in text, path
    text = (out / "PR.md").read_text()
    section = text.partition("## Verification\n")[2]
    assert section.startswith("\nAsked by hand, too.\n\nAsked of an OpenAI-compatible endpoint")
    table = re.search(r"\| `([A-Z]+)-GPT-5\.5\(high\)` \| chat \| 503 auth_not_found, \d+ ms \| "
                      r"200, \d+ ms \| better \|", section)  # fmt: skip
    assert table is not None, section
    # The same name as in the commit.
    assert f"find {table[1]} aliases" in text
    assert "This is the routing defect." in section
    assert "| `with the fix` | change |" in section
    assert ALIAS in (repo.path / ".prtool" / "review.html").read_text()


def test_one_file_is_a_table_without_a_comparison(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("router: find aliases", FIX)
    file = tmp_path / "after.json"
    file.write_bytes(encode(sample.run()))

    status, stdout, _ = prtool(
        "prepare", "--base", base, "--out", tmp_path / "bundle", "--evidence", file
    )

    assert status == 0, stdout
    text = (tmp_path / "bundle" / "PR.md").read_text()
    assert "| `acme-1(high)` | chat | 200, 412 ms | fine |" in text
    assert "change |" not in text


def test_a_secret_as_a_label_leaves_as_a_placeholder(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("router: find aliases", FIX)
    token = "ghp_" + "abcdEFGH0123" * 3
    file = tmp_path / "after.json"
    file.write_bytes(encode(sample.run(label=token)))

    status, _, _ = prtool(
        "prepare", "--base", base, "--out", tmp_path / "bundle", "--evidence", file, file
    )

    assert status == 0
    text = (tmp_path / "bundle" / "PR.md").read_text()
    assert "| model | layer | `" in text
    assert token not in text


def test_what_is_no_evidence_stops_the_run(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("router: find aliases", FIX)
    file = tmp_path / "before.json"
    document = json.loads(encode(sample.before()))
    document["models"][0]["answer"] = "words"
    file.write_text(json.dumps(document))
    out = tmp_path / "bundle"

    others = [tmp_path / "one.json", tmp_path / "other.json"]
    for other in others:
        other.write_bytes(encode(sample.run(sample.model(other.stem))))
    for wrong in ([file], [tmp_path / "none.json"], others):
        status, stdout, stderr = prtool(
            "prepare", "--base", base, "--out", out, "--evidence", *wrong
        )

        assert (status, stdout) == (2, "")
        assert stderr.startswith("prtool: error: ")
        assert "hint: " in stderr
    assert not out.exists()
