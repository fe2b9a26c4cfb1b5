"""What is about to be committed is checked on the short way as on the long one."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

import pytest

from prtool.cli import entry
from prtool.cli.main import main
from prtool.lexicon.matcher import Matcher
from tests.support.repo_builder import Content, RepoBuilder
from tests.support.short_way import HEAVY, loaded_by, same, same_and_short

ACME = "-".join(("acme", "works.dev"))
TOKEN = "ghp_" + "qX7v9Lm2Rt4B" * 3
TRACKED = "first line\nsecond line\n"
STAGED: dict[str, tuple[Mapping[str, Content], int]] = {
    "clean": ({"tracked.py": f"{TRACKED}more\n"}, 0),
    "a token": ({"tracked.py": f"{TRACKED}key = '{TOKEN}'\n"}, 1),
    "a token that HEAD has": ({"published.py": f"key = '{TOKEN}'\nmore\n"}, 0),
    "a private name": ({"tracked.py": f"{TRACKED}see north-router-adapter\n"}, 1),
    "an encoded name": ({"new.py": b64encode(b"at NorthRouter-Adapter it is").decode()}, 1),
    "a private path": ({"docs/northrouter_adapter/x.md": "text\n"}, 1),
    "a private folder below a public one": ({"folder/NorthRouterAdapter.md": "text\n"}, 1),
    "a telling path": ({"config.yaml.bak": "text\n"}, 1),
    "a file of the gate": ({"redaction_rules.yaml": "version: 1\n"}, 1),
    "a binary": ({"x.bin": bytes(range(256)) * 4}, 1),
    "a deleted file": ({"tracked.py": None}, 0),
    "a large file": ({"x.txt": "text of many lines\n" * 70_000}, 0),
    "a name beyond ASCII": ({"straße.py": "text\n"}, 0),
    "an allow comment": ({"x.py": f"k = '{TOKEN}'  # prtool:{''}allow secret/x why\n"}, 1),
    "a low finding": ({"tests/x.py": f"mail kim@{ACME} and more\n"}, 0),
}


pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def work(repo: RepoBuilder) -> RepoBuilder:
    repo.commit(
        "more",
        {"tracked.py": TRACKED, "published.py": f"key = '{TOKEN}'\n", "folder/x.md": "text\n"},
    )
    return repo


@pytest.mark.parametrize("asked", [["--staged"], ["--hook", "pre-commit", "--"]])
@pytest.mark.parametrize("name", STAGED)
def test_both_ways_say_the_same(
    name: str, asked: list[str], capfd: pytest.CaptureFixture[str], work: RepoBuilder
) -> None:
    files, status = STAGED[name]
    work.write(files)
    work.git("add", "--all")
    argv = ["-C", str(work.path), "check", *asked]

    assert same(argv, capfd)[0] == status
    low = [*argv[:-3], "--fail-on", "low", *argv[-3:]] if "--hook" in asked else argv
    assert same(low, capfd)[0] >= status


MESSAGES = {
    "clean": ("fix: a thing\n\nBecause of another.\n", 0),
    "a private name": ("fix: for NorthRouter-Adapter\n", 1),
    "a token": (f"fix: a thing\n\nThe key was {TOKEN}.\n", 1),
    "a trailer": (f"fix: a thing\n\nCo-authored-by: Kim <kim@{'.'.join(('qx', 'lan'))}>\n", 1),
    "comments": ("fix: a thing\n# On branch north-router-adapter\n; QX\n", None),
    "a cut": (f"fix: a thing\n# {'-' * 24} >8 {'-' * 24}\ndiff for QX\n", None),
    "nothing but comments": ("# nothing\n\n", None),
    "nothing": ("", None),
    "not UTF-8": ("fix: caf\udce9\n", 0),
}


@pytest.mark.parametrize("editor", ["", ":"])
@pytest.mark.parametrize("setting", ["", "core.commentChar=;", "commit.cleanup=strip"])
@pytest.mark.parametrize("name", MESSAGES)
def test_both_ways_say_the_same_of_a_message(
    name: str,
    setting: str,
    editor: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    work: RepoBuilder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message, status = MESSAGES[name]
    monkeypatch.setenv("GIT_EDITOR", editor)
    if setting:
        work.git("config", *setting.split("="))
    file = tmp_path / "message"
    file.write_bytes(message.encode("utf-8", "surrogateescape"))
    argv = ["-C", str(work.path), "check", "--hook", "commit-msg", "--", str(file)]

    said = same(argv, capfd)[0]
    assert status is None or said == status


@pytest.mark.parametrize("words", [[], ["a", "b"], ["nowhere"], ["--"]])
def test_a_message_that_is_not_there_is_told(
    words: list[str], capfd: pytest.CaptureFixture[str], work: RepoBuilder
) -> None:
    argv = ["-C", str(work.path), "check", "--hook", "commit-msg", "--", *words]

    assert same(argv, capfd)[0] == 2


def test_the_short_way_is_taken_for_a_message(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    work: RepoBuilder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "message"
    file.write_text(MESSAGES["clean"][0] + "# a comment\n")
    argv = ["-C", str(work.path), "check", "--hook", "commit-msg", "--", str(file)]
    expected = same_and_short(argv, capfd, monkeypatch)

    assert "comments that git takes out" in expected[1]


@pytest.mark.parametrize("asked", [["--staged"], ["--hook", "pre-commit"]])
def test_the_short_way_is_taken_where_all_is_well(
    asked: list[str],
    capfd: pytest.CaptureFixture[str],
    work: RepoBuilder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work.write(STAGED["clean"][0])
    work.git("add", "--all")
    argv = ["-C", str(work.path), "check", *asked]
    expected = same_and_short(argv, capfd, monkeypatch)

    assert "; lexicon: " in expected[1]


@pytest.mark.parametrize("asked", [["--staged"], ["--hook", "pre-commit"]])
@pytest.mark.parametrize(
    "state", ["nothing staged", "no commit yet", "a merge", "a clean merge", "a bad index"]
)
def test_what_is_out_of_the_ordinary_goes_the_long_way(
    state: str,
    asked: list[str],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    work: RepoBuilder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if state == "no commit yet":
        work = RepoBuilder.create(tmp_path / "fresh")
        work.write({"x.py": f"key = '{TOKEN}'\n"})
        work.git("add", "--all")
    elif state.endswith("merge"):
        work.git("checkout", "--quiet", "-b", "other", "HEAD~1")
        work.commit("theirs", {"theirs.py": f"key = '{TOKEN}'\n" if state == "a merge" else "x\n"})
        work.git("checkout", "--quiet", "-")
        work.git("merge", "--quiet", "--no-commit", "--no-ff", "other")
    elif state == "a bad index":
        monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    # Now all is known that the short way needs.
    assert main(["-C", str(work.path), "check", "--branch", "fix"]) == 0

    same(["-C", str(work.path), "check", *asked], capfd)


def test_the_index_that_git_names_counts(
    capfd: pytest.CaptureFixture[str], work: RepoBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with 'git commit -a', which makes one of its own."""
    work.write({"tracked.py": f"{TRACKED}more\n"})
    work.git("add", "--all")
    argv = ["-C", str(work.path), "check", "--staged"]
    assert same(argv, capfd)[0] == 0
    work.write(STAGED["a token"][0])
    other = work.path / ".git" / "next-index"
    other.write_bytes((work.path / ".git" / "index").read_bytes())
    work.environment["GIT_INDEX_FILE"] = str(other)
    work.git("add", "--all")
    monkeypatch.setenv("GIT_INDEX_FILE", str(Path(".git", "next-index")))

    assert same(argv, capfd)[0] == 1


def test_what_is_said_of_a_file_depends_on_whether_upstream_has_it(
    capfd: pytest.CaptureFixture[str], work: RepoBuilder
) -> None:
    rules = "version: 1\nrules:\n  - find: secret/*\n    do: drop-file\n"
    (work.path / "redaction_rules.yaml").write_text(rules)
    work.write({"tracked.py": f"{TRACKED}key = '{TOKEN}'\n", "new.py": f"key = '{TOKEN}'\n"})
    work.git("add", "tracked.py", "new.py")
    argv = ["-C", str(work.path), "check", "--staged"]

    assert same(argv, capfd)[0] == 1


def test_a_lexicon_that_changes_counts_at_once(
    capfd: pytest.CaptureFixture[str], work: RepoBuilder
) -> None:
    work.write({"tracked.py": f"{TRACKED}see initech-relay\n"})
    work.git("add", "--all")
    argv = ["-C", str(work.path), "check", "--staged"]
    assert same(argv, capfd)[0] == 0
    words = ["lexicon", "add", "--kind", "provider", "Initech-Relay"]
    assert main(["-C", str(work.path), *words]) == 0

    assert entry.main(argv) == 1
    assert same(argv, capfd)[0] == 1


def test_names_that_are_missed_are_told_and_not_kept(
    capfd: pytest.CaptureFixture[str], work: RepoBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.write({"tracked.py": f"{TRACKED}see initech-relay\n"})
    work.git("add", "--all")
    argv = ["-C", str(work.path), "check", "--staged"]
    assert same(argv, capfd)[0] == 0
    words = ["lexicon", "add", "--kind", "provider", "Initech-Relay"]
    assert main(["-C", str(work.path), *words]) == 0
    with monkeypatch.context() as broken:
        broken.setattr(Matcher, "find", lambda *_: iter(()))
        status, _, err = same(argv, capfd)

    assert status == 2
    assert "the canary was missed" in err
    assert same(argv, capfd)[0] == 1


@pytest.mark.parametrize("state", ["open to others", "a damaged key", "no key", "tracked"])
def test_a_private_folder_that_is_not_as_it_should_be_is_told_on_both_ways(
    state: str, capfd: pytest.CaptureFixture[str], work: RepoBuilder
) -> None:
    work.write(STAGED["clean"][0])
    work.git("add", "--all")
    argv = ["-C", str(work.path), "check", "--staged"]
    assert same(argv, capfd)[0] == 0
    private = work.path / ".prtool"
    if state == "open to others":
        private.chmod(0o755)
    elif state == "a damaged key":
        (private / "key").write_text("no key\n")
    elif state == "no key":
        (private / "key").unlink()
    else:
        work.git("add", "--force", ".prtool/lexicon.yaml")

    assert same(argv, capfd)[0] == {"no key": 0, "tracked": 1}.get(state, 2)


@pytest.mark.slow
def test_little_is_loaded(work: RepoBuilder) -> None:
    work.write(STAGED["clean"][0])
    work.git("add", "--all")
    loaded = loaded_by("-C", str(work.path), "check", "--staged")

    assert "hyperscan._hs_ext" in loaded
    assert loaded & HEAVY == set()


def test_what_the_private_folder_lacks_is_made_by_either_way(
    capfd: pytest.CaptureFixture[str], work: RepoBuilder
) -> None:
    work.write(STAGED["clean"][0])
    work.git("add", "--all")
    argv = ["-C", str(work.path), "check", "--staged"]
    assert same(argv, capfd)[0] == 0
    exclude = work.path / ".git" / "info" / "exclude"
    assert "/.prtool/\n" in exclude.read_text()

    exclude.unlink()
    assert entry.main(argv) == 0
    assert "/.prtool/\n" in exclude.read_text()

    (work.path / ".prtool" / "templates").rmdir()
    assert entry.main(argv) == 0
    assert (work.path / ".prtool" / "templates").is_dir()
