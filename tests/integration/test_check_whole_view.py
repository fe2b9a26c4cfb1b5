"""What could make ``prtool check`` see less than what leaves: it is seen anyway, or refused."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from prtool.detectors.markers import MarkerDetector
from tests.integration.checking import TOKEN, channels, look, refused
from tests.integration.conftest import Prtool
from tests.support.repo_builder import RepoBuilder, write_lexicon

LEAK = {"leak.go": f'var k = "{TOKEN}"\n'}


def _last_but_one(repo: RepoBuilder) -> str:
    return repo.git("rev-parse", "HEAD~")


def _graft(repo: RepoBuilder, base: str) -> None:
    info = repo.path / ".git" / "info"
    info.mkdir(exist_ok=True)
    (info / "grafts").write_text(f"{_last_but_one(repo)} {base}\n")


def _replace(repo: RepoBuilder, base: str) -> None:
    repo.git("replace", "--graft", _last_but_one(repo), base)


def _replace_blob(repo: RepoBuilder, base: str) -> None:
    harmless = repo.git("hash-object", "-w", "--stdin", stdin=b"harmless\n")
    repo.git("replace", repo.git("rev-parse", "HEAD~2:leak.go"), harmless)


def _forge_commit_graph(repo: RepoBuilder, base: str) -> None:
    """Write a commit-graph that leaves out the first commit after the base.

    Source: git's gitformat-commit-graph: chunks OIDL (sorted ids) and CDAT (tree, two parents as
    positions, generation and date).
    """
    repo.git("commit-graph", "write", "--reachable")
    (file,) = (repo.path / ".git/objects/info").glob("commit-graph")
    raw = bytearray(file.read_bytes())
    chunks = {bytes(raw[at : at + 4]): int.from_bytes(raw[at + 4 : at + 12], "big")
              for at in range(8, 8 + 12 * raw[6], 12)}  # fmt: skip
    ids = sorted(repo.git("rev-list", "--all").split())
    row = chunks[b"CDAT"] + 36 * ids.index(_last_but_one(repo))
    raw[row + 20 : row + 24] = ids.index(base).to_bytes(4, "big")
    file.chmod(0o644)
    file.write_bytes(raw)
    assert repo.git("rev-list", "--count", f"{base}..HEAD") == "2", "git itself is led astray"


@pytest.mark.parametrize("hide", [_graft, _replace, _replace_blob, _forge_commit_graph])
def test_history_is_what_would_be_pushed(
    prtool: Prtool, repo: RepoBuilder, base: str, hide: Callable[[RepoBuilder, str], None]
) -> None:
    repo.commit("leak", LEAK)
    repo.commit("take it away", {"leak.go": None})
    repo.commit("go on", {"a.txt": "a\n"})
    hide(repo, base)

    status, document = look(prtool, "--base", base)

    assert status == 1
    assert {"content"} == channels(document, "secret/github-token")
    assert document["coverage"]["message"]["scanned"] == 3


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
@pytest.mark.parametrize("damage", ["cut", "gone", "empty"])
def test_a_damaged_object_is_no_empty_one(
    prtool: Prtool, tmp_path: Path, object_format: str, damage: str
) -> None:
    repo = RepoBuilder.create(tmp_path / "other", f"--object-format={object_format}")
    base = repo.commit("begin", {"a.txt": "a\n"})
    repo.commit("leak", LEAK)
    oid = repo.git("rev-parse", "HEAD:leak.go")
    file = repo.path / ".git/objects" / oid[:2] / oid[2:]
    raw = file.read_bytes()
    file.chmod(0o644)
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(raw[: len(raw) - 8] if damage == "cut" else b"")

    assert refused(Prtool(repo, prtool.capsys), "--base", base)


def test_a_partial_clone_is_refused_where_it_lacks_what_is_asked_for(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    repo.commit("leak", LEAK)
    repo.git("config", "uploadpack.allowFilter", "true")
    subprocess.run(
        ["git", "clone", "--quiet", "--filter=blob:none", "--no-checkout", repo.path.as_uri(),
         tmp_path / "partial"], check=True, capture_output=True,
    )  # fmt: skip
    partial = RepoBuilder(tmp_path / "partial")
    there = Prtool(partial, prtool.capsys)
    assert "fetch it" in refused(there, "--base", base)

    # All that the range has is there, and only the files of the base are not.
    partial.git("cat-file", "blob", repo.git("rev-parse", "HEAD:leak.go"))
    assert "fetch it" in refused(there, "--base", base)


def test_rules_that_the_base_has_and_that_can_not_be_read_are_not_left_out(
    prtool: Prtool, repo: RepoBuilder
) -> None:
    strict = "version: 1\nrules: []\nrequire_lexicon: true\n"
    base = repo.commit("rules", {"redaction_rules.yaml": strict})
    repo.commit("x", {"a.txt": "a\n"})
    (repo.path / ".prtool/lexicon.yaml").unlink()
    assert "require a lexicon" in refused(prtool, "--base", base)
    oid = repo.git("rev-parse", f"{base}:redaction_rules.yaml")
    (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink()

    assert "can't be read" in refused(prtool, "--base", base)


@pytest.mark.parametrize("staged", [True, False])
def test_a_submodule_that_git_is_told_to_ignore_is_looked_at(
    prtool: Prtool, repo: RepoBuilder, staged: bool
) -> None:
    modules = '[submodule "x"]\n\tpath = lib/x\n\turl = https://example.com/x\n\tignore = all\n'
    base = repo.commit("modules", {".gitmodules": modules})
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{base},lib/x")
    if not staged:
        repo.commit_index("x")

    _, document = look(prtool, *(["--staged"] if staged else ["--base", base]))

    assert document["coverage"]["submodule"]["scanned"] == 1
    assert document["coverage"]["path"]["scanned"] == 1


def test_a_conflict_in_the_index_is_refused(prtool: Prtool, repo: RepoBuilder) -> None:
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit("side", {"README.md": "# side\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("main", {"README.md": "# main\n"})
    repo.git("merge", "side", check=False)

    assert "unresolved conflict" in refused(prtool, "--staged")
    assert "unresolved conflict" in refused(prtool, "--worktree")


def test_a_detached_head_is_looked_at(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    repo.commit("x", {"a.txt": "for qx\n"})
    repo.git("checkout", "--quiet", "--detach")

    status, document = look(prtool, "--base", base)

    assert status == 1
    assert "branch" not in document["coverage"]


def test_a_branch_without_a_commit_is_refused(prtool: Prtool, tmp_path: Path) -> None:
    empty = RepoBuilder.create(tmp_path / "empty")
    empty.write(LEAK)
    empty.git("add", "leak.go")

    assert "no commit yet" in refused(Prtool(empty, prtool.capsys), "--staged")


@pytest.mark.parametrize("moved", ["base ahead of head", "head before base"])
def test_a_range_of_nothing_is_refused(
    prtool: Prtool, repo: RepoBuilder, base: str, moved: str
) -> None:
    later = repo.commit("x", LEAK)

    assert "no commit between" in refused(prtool, "--base", later, "--head", base)


def test_histories_that_share_nothing_are_refused(prtool: Prtool, repo: RepoBuilder) -> None:
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.commit("other", LEAK)

    assert "share no history" in refused(prtool, "--base", "main")


def test_a_detector_that_breaks_is_no_pass(
    prtool: Prtool, repo: RepoBuilder, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("x", {"a.txt": "fragile prtool:\n"})

    def fail(self: object, unit: object, text: str) -> list[object]:
        if "fragile" in text:
            raise ZeroDivisionError
        return list(whole(self, unit, text))  # type: ignore[arg-type]

    whole = MarkerDetector.scan
    monkeypatch.setattr(MarkerDetector, "scan", fail)

    assert "MarkerDetector failed" in refused(prtool, "--base", base)


def test_a_shallow_clone_is_refused_for_every_look_at_history(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    repo.commit("leak", LEAK)
    repo.commit("take it away", {"leak.go": None})
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", repo.path.as_uri(), tmp_path / "shallow"],
        check=True, capture_output=True,
    )  # fmt: skip
    shallow = Prtool(RepoBuilder(tmp_path / "shallow"), prtool.capsys)

    for args in (["--all-history"], ["--base", "HEAD"], [], ["--staged"], ["--worktree"]):
        assert "git fetch --unshallow" in refused(shallow, *args)


def test_a_repository_without_its_objects_is_refused(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.commit("leak", LEAK)
    shutil.rmtree(repo.path / ".git/objects")

    assert refused(prtool, "--base", base)


def test_a_lexicon_that_the_rules_require_is_not_an_empty_one(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    repo.commit("x", {"a.txt": "a\n"})
    write_lexicon(repo.path)
    rules = tmp_path / "mine.yaml"
    rules.write_text("version: 1\nrequire_lexicon: true\n")

    assert "there is no term in it" in refused(prtool, "--base", base, "--rules", rules)


def test_what_a_ref_names_without_a_commit_is_part_of_all_history(
    prtool: Prtool, repo: RepoBuilder
) -> None:
    oid = repo.git("hash-object", "-w", "--stdin", stdin=LEAK["leak.go"].encode())
    repo.git("tag", "--annotate", "--message", "for QX", "inner", oid)
    repo.git("tag", "--annotate", "--message", "outer", "outer", repo.git("rev-parse", "inner"))
    repo.git("tag", "--delete", "inner")
    repo.git("tag", "folder", "HEAD^{tree}")

    status, document = look(prtool, "--all-history")

    assert status == 1
    assert {"content"} == channels(document, "secret/github-token")
    assert {"message"} == channels(document)
    assert [each["why"] for each in document["coverage"]["content"]["skipped"]] == [
        "a folder that a ref names by itself"
    ]


def test_changes_that_git_does_not_look_for_are_told(prtool: Prtool, repo: RepoBuilder) -> None:
    repo.commit("x", {"gone.txt": "a\n"})
    repo.git("update-index", "--assume-unchanged", "README.md")
    repo.git("update-index", "--skip-worktree", "config.example.yaml", "gone.txt")
    repo.write({"README.md": "# qx\n", "config.example.yaml": "qx\n", "a.txt": "a\n"})
    (repo.path / "gone.txt").unlink()

    status, document = look(prtool, "--worktree")

    assert status == 0
    assert document["coverage"]["content"]["skipped"] == [
        {"what": "1 file", "why": "marked as assume-unchanged: git does not look for changes"},
        {"what": "1 file", "why": "marked as skip-worktree: git does not look for changes"},
    ]


def test_a_pointer_to_a_large_file_is_told(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12345\n"
    repo.commit("x", {"model.bin": pointer})

    _, document = look(prtool, "--base", base)

    assert document["coverage"]["content"]["skipped"] == [
        {"what": "model.bin", "why": "the large file that this pointer stands for"}
    ]
