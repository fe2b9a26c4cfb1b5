"""``prtool check`` on ranges of commits: every channel, merges, authors, what upstream has."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.checking import ORDINARY, TOKEN, channels, look, refused
from tests.integration.conftest import PRIVATE_AUTHOR, Prtool
from tests.support.repo_builder import RepoBuilder, write_lexicon


def test_a_clean_range_passes_and_nothing_is_touched(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.commit("fix a typo", {"README.md": "# router\n\nRoutes models since March.\n"})
    before = repo.fingerprint()

    status, stdout, stderr = prtool("check", "--base", base)

    assert (status, stderr) == (0, "")
    assert stdout.startswith("clean\ncoverage: ")
    assert "content 1" in stdout
    assert before == repo.fingerprint()


def _content(repo: RepoBuilder) -> None:
    repo.commit("x", {"a.go": "package a\n\nvar x = call(qxRouter)\n"})


def _path(repo: RepoBuilder) -> None:
    repo.commit("x", {"docs/qx_notes.md": "hello\n"})


def _symlink(repo: RepoBuilder) -> None:
    (repo.path / "link").symlink_to("../north_router_adapter")
    repo.commit("x")


def _gitmodules(repo: RepoBuilder) -> None:
    repo.commit("x", {".gitmodules": '[submodule "lib"]\n\turl = ../NorthRouter-Adapter.git\n'})


def _binary(repo: RepoBuilder) -> None:
    repo.commit("x", {"a.bin": b"\0\1 built for NorthRouter-Adapter \0"})


def _subject(repo: RepoBuilder) -> None:
    repo.commit("teach QX to retry", {"a.txt": "a\n"})


def _trailer(repo: RepoBuilder) -> None:
    repo.commit("x\n\nbody\n\nReviewed-by: NorthRouter-Adapter team\n", {"a.txt": "a\n"})


def _author(repo: RepoBuilder) -> None:
    repo.commit("x", {"a.txt": "a\n"}, author=PRIVATE_AUTHOR)


def _branch(repo: RepoBuilder) -> None:
    repo.git("checkout", "--quiet", "-b", "fix/qx-retry")
    repo.commit("x", {"a.txt": "a\n"})


@pytest.mark.parametrize(
    ("change", "channel"),
    [
        (_content, "content"), (_path, "path"), (_symlink, "symlink"), (_gitmodules, "submodule"),
        (_binary, "binary"), (_subject, "message"), (_trailer, "trailer"), (_author, "author"),
        (_author, "committer"), (_branch, "branch"),
    ],
)  # fmt: skip
def test_a_range_is_looked_at_in_every_channel(
    prtool: Prtool,
    repo: RepoBuilder,
    base: str,
    change: Callable[[RepoBuilder], None],
    channel: str,
) -> None:
    change(repo)

    status, document = look(prtool, "--base", base)

    assert status == 1
    assert channel in channels(document)
    assert document["coverage"][channel]["scanned"] >= 1
    assert "orth" not in json.dumps(document)
    assert "qx" not in json.dumps(document).lower().replace("[private-term]", "")


def test_a_time_zone_is_listed_and_fails_only_when_asked(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.commit("x", {"a.txt": "a\n"}, offset="+0800")

    status, document = look(prtool, "--base", base)

    assert status == 0
    assert {"date"} == channels(document, "metadata/utc-offset")
    assert look(prtool, "--base", base, "--fail-on", "low")[0] == 1


def test_modes_and_binaries_are_counted(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    (repo.path / "README.md").chmod(0o755)
    repo.commit("x", {"a.bin": b"\0\1\2"})

    status, document = look(prtool, "--base", base)

    assert status == 1
    assert {"binary"} == channels(document, "input/binary")
    assert document["coverage"]["mode"]["scanned"] == 1


def test_what_was_added_and_removed_again_is_found_in_its_commit(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    leak = repo.commit("add", {"debug.go": f'package a\n\nvar k = "{TOKEN}"\n'})
    repo.commit("remove", {"debug.go": None})

    status, document = look(prtool, "--base", base)

    assert status == 1
    (found,) = document["findings"]
    assert (found["rule"], found["commit"], found["path"], found["line"]) == (
        "secret/github-token", leak, "debug.go", 3,
    )  # fmt: skip
    assert TOKEN not in json.dumps(document)


def test_a_finding_that_stays_is_told_once(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    first = repo.commit("one", {"a.go": "package a\n// qx\n"})
    repo.commit("two", {"a.go": "package a\n\n\n// qx\n"})

    _, document = look(prtool, "--base", base)

    (found,) = document["findings"]
    assert (found["commit"], found["line"]) == (first, 2)
    assert found["message"].endswith("(in 2 commits)")


def test_merges_are_looked_at_for_what_they_introduce(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit("side", {"README.md": "# side\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("main", {"README.md": "# main\n"})
    repo.git("merge", "--no-commit", "side", check=False)
    merge = repo.commit("merge", {"README.md": "# both, for qx\n"})

    status, document = look(prtool, "--base", base)

    assert status == 1
    (found,) = document["findings"]
    assert (found["rule"], found["commit"]) == ("private/term", merge)


def test_an_upstream_merge_brings_nothing_of_its_own(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.git("checkout", "--quiet", "-b", "upstream-main")
    repo.commit("upstream", {"keys.go": f'var k = "{TOKEN}"\n'})
    public = repo.head
    repo.git("checkout", "--quiet", "main")
    repo.commit("mine", {"a.txt": "a\n"})
    repo.git("merge", "--quiet", "--no-edit", "upstream-main")

    assert look(prtool, "--base", public)[0] == 0


def test_a_base_that_moved_on_is_compared_at_the_fork_point(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.git("branch", "upstream-main")
    repo.commit("mine", {"a.txt": "for qx\n"})
    repo.git("checkout", "--quiet", "upstream-main")
    repo.commit("theirs", {"b.txt": "b\n"})
    repo.git("checkout", "--quiet", "main")

    status, document = look(prtool, "--base", "upstream-main")

    assert status == 1
    assert {"content"} == channels(document)


def test_what_upstream_has_is_no_leak(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    text = (repo.path / "internal/types/types.go").read_text()
    write_lexicon(repo.path, {"value": "INT", "kind": "provider"})
    repo.commit("x", {"internal/types/types.go": text + "\nvar more map[string]int\n"})

    assert look(prtool, "--base", base)[0] == 0


def test_without_input_the_range_from_the_upstream_branch_counts(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.commit("x", {"a.txt": "for qx\n"})
    assert "no remote called upstream or origin" in refused(prtool)
    repo.git("update-ref", "refs/remotes/origin/main", base)

    status, document = look(prtool)

    assert status == 1
    assert {"content"} == channels(document)


def test_an_ordinary_author_is_no_leak_and_a_made_up_one_is(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.commit(f"x\n\nbody\n\nSigned-off-by: {ORDINARY}\n", {"a.txt": "a\n"}, author=ORDINARY)
    status, document = look(prtool, "--base", base)
    assert (status, document["findings"]) == (0, [])

    repo.commit("y", {"a.txt": "b\n"}, author="dev <dev@" + "laptop.(none)>")
    status, document = look(prtool, "--base", base)

    assert status == 1
    assert {"author", "committer"} == channels(document, "identity/email")


def test_an_address_in_content_is_a_leak_whoever_has_it(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.commit("x", {"a.txt": f"ask {ORDINARY}\n"}, author=ORDINARY)

    status, document = look(prtool, "--base", base)

    assert status == 1
    assert {"content"} == channels(document, "identity/email")


def test_the_id_of_a_private_commit_is_a_leak(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    first = repo.commit("one", {"a.txt": "a\n"})
    repo.commit(f"two, after {first[:10]}", {"b.txt": "b\n"})

    status, document = look(prtool, "--base", base)

    assert status == 1
    assert {"message"} == channels(document, "private/commit-id")


def test_headers_that_git_has_no_name_for_are_looked_at(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.commit("x", {"a.txt": "a\n"})
    raw = repo.raw("cat-file", "commit", "HEAD").replace(b"\n\n", b"\nx-origin qx box\n\n", 1)
    made = repo.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw)

    status, document = look(prtool, "--base", base, "--head", made)

    assert status == 1
    assert {"message"} == channels(document)


@pytest.mark.parametrize(
    "path", ["docs/qx.md", "docs/my_qx_notes.md", "northRouterAdapter/a.md", "sandra.md"]
)
def test_a_private_name_in_a_path_alone_is_found_in_a_range_and_in_a_diff(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path, path: str
) -> None:
    repo.commit("x", {"a.txt": "a\n", path: "nothing in particular\n", "z.txt": "z\n"})
    file = tmp_path / "x.diff"
    file.write_bytes(repo.raw("diff", base))

    for args in (("--base", base), ("--diff", file)):
        status, document = look(prtool, *args)
        assert (status, channels(document)) == (1, {"path"})
