"""The check of all history says on its short way what it says on the long one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from prtool.cli import entry
from prtool.cli.main import INTERRUPTED, main
from prtool.pipeline import everyday_history
from prtool.sieve.sieve import ENGINE
from tests.property.test_sieve import LINES
from tests.support.repo_builder import RepoBuilder
from tests.support.short_way import HEAVY, loaded_by
from tests.support.whole_history import TOKEN, odd_history, random_history

Said = tuple[int, str, str]
Say = Callable[..., Said]

pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def said(capfd: pytest.CaptureFixture[str]) -> Say:
    """Return what says what both ways say: lines of one place are in any order, on both."""

    def both(folder: Path | str, *words: str) -> Said:
        argv = ["-C", str(folder), "check", "--all-history", *words]

        def by(way: Callable[[list[str]], int]) -> Said:
            capfd.readouterr()
            status = way(argv)
            out, err = capfd.readouterr()
            return status, _sorted(out), _sorted(err)

        long_way = by(main)
        for _ in range(2):  # with an empty cache, then with a warm one
            assert by(entry.main) == long_way
        return long_way

    return both


def _sorted(text: str) -> str:
    return "\n".join(sorted(text.split("\n")))


@pytest.fixture
def is_short(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes the long way a failure."""
    return lambda: monkeypatch.setattr(entry, "_long", lambda _: pytest.fail("the long way"))


def _small(path: Path) -> RepoBuilder:
    repo = RepoBuilder.create(path)
    repo.commit("begin", {"a.txt": "plain\n"})
    repo.commit("a token", {"src/k.py": f"key = '{TOKEN}'\n"})
    return repo


def test_everything_odd_is_told_as_ever(
    said: Say, tmp_path: Path, is_short: Callable[[], None]
) -> None:
    repo = odd_history(tmp_path / "repo")
    is_short()

    status, out, err = said(repo.path)

    assert status == 1
    assert not err.strip()
    assert "a signature is not looked into" in out
    assert "in 2 commits" in out
    assert said(repo.path, "--fail-on", "low")[1] != out


@pytest.mark.parametrize("seed", range(3))
def test_random_histories_are_told_as_ever(
    seed: int, said: Say, tmp_path: Path, is_short: Callable[[], None]
) -> None:
    lines = [line for line in LINES if "prtool:" not in line]
    repo = random_history(tmp_path / "repo", lines, seed, 30)
    is_short()

    assert said(repo.path)[0] == 1


def test_an_allow_comment_goes_the_long_way(said: Say, tmp_path: Path) -> None:
    repo = _small(tmp_path / "repo")
    repo.commit("allow", {"b.py": f"k = '{TOKEN}'  # prtool:{''}allow secret/x why\n"})

    assert said(repo.path)[0] == 1


def test_the_words_engine_is_told_as_ever(
    said: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENGINE, "words")

    assert said(odd_history(tmp_path / "repo").path)[0] == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda repo: repo.git("checkout", "-q", "--detach"),
        lambda repo: repo.git("pack-refs", "--all"),
        lambda repo: repo.git("gc", "-q"),
        lambda repo: (repo.path / "redaction_rules.yaml").write_text(
            "version: 1\nrules:\n  - find: secret/*\n    do: allow\n"
        ),
    ],
    ids=["detached", "packed refs", "packed", "own rules"],
)
def test_what_is_plain_goes_the_short_way(
    change: Callable[[RepoBuilder], object], said: Say, tmp_path: Path,
    is_short: Callable[[], None],
) -> None:  # fmt: skip
    repo = _small(tmp_path / "repo")
    change(repo)
    is_short()

    status, out, _ = said(repo.path)

    assert status == (not (repo.path / "redaction_rules.yaml").exists())
    assert said(repo.path / "src")[1] == out


def _worktree(repo: RepoBuilder) -> Path:
    repo.git("worktree", "add", "-q", "../tree")
    return repo.path.parent / "tree"


def _bare(repo: RepoBuilder) -> Path:
    repo.git("clone", "-q", "--bare", ".", "inside.git")
    return repo.path / "inside.git"


def _said_to_be_bare(repo: RepoBuilder) -> Path:
    repo.git("config", "core.bare", "true")
    return repo.path


def _bare_after_all(repo: RepoBuilder) -> Path:
    with (repo.path / ".git/config").open("a") as config:
        config.write("[core]\n\tbare = true\n")
    return repo.path


def _bare_by_include(repo: RepoBuilder) -> Path:
    (repo.path / "more").write_text("[core]\n\tbare = true\n")
    repo.git("config", "include.path", "../more")
    return repo.path


def _shallow(repo: RepoBuilder) -> Path:
    repo.git("clone", "-q", "--depth=1", f"file://{repo.path}", "../shallow")
    return repo.path.parent / "shallow"


def _unborn(repo: RepoBuilder) -> Path:
    repo.git("checkout", "-q", "--orphan", "other")
    return repo.path


def _head_of_no_commit(repo: RepoBuilder) -> Path:
    blob = repo.git("rev-parse", "HEAD:a.txt")
    (repo.path / ".git/refs/heads/odd").write_text(blob + "\n")
    (repo.path / ".git/HEAD").write_text("ref: refs/heads/odd\n")
    return repo.path


def _missing(repo: RepoBuilder) -> Path:
    oid = repo.git("rev-parse", "HEAD:src/k.py")
    (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink()
    return repo.path


def _missing_commit(repo: RepoBuilder) -> Path:
    oid = repo.git("rev-parse", "HEAD~")
    (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink()
    return repo.path


def _cut_off(repo: RepoBuilder) -> Path:
    oid = repo.git("rev-parse", "HEAD:src/k.py")
    file = repo.path / ".git/objects" / oid[:2] / oid[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:20])
    return repo.path


def _no_name(repo: RepoBuilder) -> Path:
    tree = repo.git("rev-parse", "HEAD^{tree}")
    raw = f"tree {tree}\nauthor nobody\ncommitter nobody\n\nx\n".encode()
    oid = repo.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw)
    (repo.path / ".git/refs/heads/odd").write_text(oid + "\n")
    return repo.path


def _alternates(repo: RepoBuilder) -> Path:
    repo.git("clone", "-q", "--shared", ".", "../shared")
    return repo.path.parent / "shared"


def _private_side(repo: RepoBuilder) -> Path:
    assert main(["-C", str(repo.path), "init"]) == 0
    return repo.path


def _tracked_private_side(repo: RepoBuilder) -> Path:
    (repo.path / ".prtool").mkdir()
    (repo.path / ".prtool/notes").write_text("a\n")
    repo.git("add", "--force", ".prtool")
    shutil.rmtree(repo.path / ".prtool")
    return repo.path


def _git_dir_itself(repo: RepoBuilder) -> Path:
    return repo.path / ".git"


def _no_repository(repo: RepoBuilder) -> Path:
    return repo.path.parent


def _no_folder(repo: RepoBuilder) -> Path:
    return repo.path / "nowhere"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_worktree, 1), (_bare, 2), (_said_to_be_bare, 2), (_bare_after_all, 2),
        (_bare_by_include, 2), (_shallow, 2), (_head_of_no_commit, 2),
        (_unborn, 2), (_missing, 2), (_missing_commit, 2), (_cut_off, 2), (_no_name, 2),
        (_alternates, 1), (_private_side, 1), (_tracked_private_side, 1), (_git_dir_itself, 1),
        (_no_repository, 2), (_no_folder, 2),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_told_as_ever(
    change: Callable[[RepoBuilder], Path], expected: int, said: Say, tmp_path: Path
) -> None:
    folder = change(_small(tmp_path / "repo"))

    status, out, err = said(folder)

    assert status == expected, err
    assert bool(out.strip()) == (status != 2)


@pytest.mark.parametrize(
    "variable", ["GIT_COMMON_DIR", "GIT_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY"]
)
def test_a_repository_that_variables_name_is_told_as_ever(
    variable: str, said: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = _small(tmp_path / "repo")
    other = RepoBuilder.create(tmp_path / "other")
    other.commit("other", {"a.txt": "a\n"})
    (other.path / ".git/shallow").touch()
    places = {"GIT_WORK_TREE": ".", "GIT_OBJECT_DIRECTORY": ".git/objects"}
    monkeypatch.setenv(variable, str(other.path / places.get(variable, ".git")))

    assert said(repo.path)[0] == (2 if variable == "GIT_COMMON_DIR" else 1)


def test_the_newer_format_of_repositories_is_told_as_ever(
    said: Say, tmp_path: Path, is_short: Callable[[], None]
) -> None:
    repo = RepoBuilder.create(tmp_path / "repo", "--object-format=sha256")
    repo.commit("a token", {"src/k.py": f"key = '{TOKEN}'\n"})
    repo.git("checkout", "-q", "--detach")
    is_short()

    assert said(repo.path)[0] == 1


def test_an_interruption_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    repo = _small(tmp_path / "repo")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(everyday_history, "sifted_report", interrupted)

    assert entry.main(["-C", str(repo.path), "check", "--all-history"]) == INTERRUPTED
    assert capfd.readouterr() == ("", "prtool: error: interrupted\n")


@pytest.mark.slow
def test_little_is_loaded(tmp_path: Path) -> None:
    """Neither GitPython nor ``subprocess``: both take longer than the rest of a small check."""
    repo = RepoBuilder.create(tmp_path / "repo")
    repo.commit("begin", {"a.txt": "plain\n"})
    loaded = loaded_by("-C", str(repo.path), "check", "--all-history")

    assert "hyperscan._hs_ext" in loaded
    assert loaded & HEAVY == set()
