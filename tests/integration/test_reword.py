"""``prtool prepare --reword FILE``: out to an editor and back, in real repositories."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.conftest import HOST, PRIVATE_AUTHOR, Prtool
from tests.integration.test_prepare import applied, everything
from tests.integration.test_prepare_messages import messages_of
from tests.support.repo_builder import RepoBuilder

SIGNED = "Signed-off-by: Contributor <contributor@example.com>"


@pytest.fixture
def base(repo: RepoBuilder) -> str:
    """Make three private commits and return their public base."""
    base = repo.head
    repo.commit(
        f"alias: find QX\n\n# A heading\n\nSeen on {HOST}.\n\nSigned-off-by: {PRIVATE_AUTHOR}\n",
        {"alias.go": "package a\n"}, author=PRIVATE_AUTHOR,
    )  # fmt: skip
    repo.commit("alias: test it\n", {"alias_test.go": "package a\n"})
    repo.commit("QX-7 has its page\n\n## Rollback\n\nsee the wiki\n", {"docs/qx.md": "text\n"})
    return base


Rewording = Callable[[Callable[[str], str]], tuple[int, str, str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "messages.txt"


@pytest.fixture
def reworded(prtool: Prtool, base: str, file: Path, tmp_path: Path) -> Rewording:
    """Return what writes the file, edits it and runs again."""

    def run(edit: Callable[[str], str]) -> tuple[int, str, str]:
        options = ("prepare", "--base", base, "--out", tmp_path / "b", "--reword", file)
        status, stdout, stderr = prtool(*options)
        assert (status, stderr) == (1, ""), stdout
        assert "3 messages were written there" in stdout
        assert "--interactive" not in stdout
        assert not (tmp_path / "b").exists()
        file.write_text(edit(file.read_text()))
        return prtool(*options)

    return run


def test_the_file_holds_all_messages_and_nothing_private(
    prtool: Prtool, base: str, file: Path, tmp_path: Path
) -> None:
    prtool("prepare", "--base", base, "--out", tmp_path / "b", "--reword", file)
    text = file.read_text()

    assert file.stat().st_mode & 0o777 == 0o600
    heads = re.findall(r"(?m)^commit (\d) \[[0-9a-f]{8}\] (.*)$", text)
    assert [head[0] for head in heads] == ["1", "2", "3"]
    assert heads[0][1] == "alias.go"
    assert "\n\\# A heading\n" in text
    assert "# left out: rollback, lines 3 to 5 of the private message" in text
    assert SIGNED not in text
    for private in ("QX", "qx", HOST, "wiki", "andra"):
        assert private not in text, private


def test_an_untouched_file_changes_nothing(
    prtool: Prtool, reworded: Rewording, base: str, tmp_path: Path
) -> None:
    status, stdout, stderr = reworded(lambda text: text)

    assert (status, stderr) == (0, ""), stdout
    assert prtool("prepare", "--base", base, "--out", tmp_path / "plain")[0] == 0
    assert everything(tmp_path / "b") == everything(tmp_path / "plain")


def test_edited_messages_are_used(
    reworded: Rewording, upstream: RepoBuilder, base: str, tmp_path: Path
) -> None:
    def edit(text: str) -> str:
        text = text.replace("alias: test it", "alias: test the lookup\r\n\r\nOne case.\r")
        return re.sub(r"alias: find \w+", "alias: find them all", text)

    status, stdout, _ = reworded(edit)

    assert status == 0, stdout
    found = messages_of(applied(upstream, tmp_path / "b", tmp_path / "clone"), base)
    assert found[0].startswith("alias: find them all\n\n# A heading\n\nSeen on ")
    assert found[0].endswith(f"\n\n{SIGNED}")
    assert found[1] == "alias: test the lookup\n\nOne case."
    assert "alias: test the lookup" in (tmp_path / "b" / "PR.md").read_text()


def test_code_may_be_mended_meanwhile(
    reworded: Rewording, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    def edit(text: str) -> str:
        repo.write({"docs/qx.md": "other text\n"})
        repo.git("commit", "--quiet", "--all", "--amend", "--no-edit")
        return text.replace("alias: test it", "alias: test this")

    assert reworded(edit)[0] == 0


def test_private_words_do_not_come_in_by_the_file(
    reworded: Rewording, file: Path, tmp_path: Path
) -> None:
    status, stdout, _ = reworded(lambda text: text.replace("test it", f"test it\n\nOn {HOST}, QX."))

    assert status == 1
    line = file.read_text().split("\n").index(f"On {HOST}, QX.") + 1
    assert f"{file}:{line}:4: private/term" in stdout
    assert f"{file}:{line}:{6 + len(HOST)}: private/term" in stdout
    assert HOST not in stdout
    assert not (tmp_path / "b").exists()


def test_private_trailers_do_not_come_in_by_the_file(reworded: Rewording, file: Path) -> None:
    added = f"test it\n\nReviewed-by: {PRIVATE_AUTHOR}"
    status, stdout, _ = reworded(lambda text: text.replace("test it", added))

    line = file.read_text().split("\n").index(f"Reviewed-by: {PRIVATE_AUTHOR}") + 1
    assert status == 1
    assert f"{file}:{line}:" in stdout


def _without(number: int) -> Callable[[str], str]:
    return lambda text: re.sub(rf"(?ms)^commit {number} .*?(?=^commit|\Z)", "", text)


def _swapped(text: str) -> str:
    head, *blocks = re.split(r"(?m)^(?=commit \d)", text)
    return "".join([head, blocks[1], blocks[0], *blocks[2:]])


@pytest.mark.parametrize(
    ("edit", "line", "words"),
    [
        (_without(2), r"^commit 3", "commit 2 of 3 is expected here, this is commit 3"),
        (_without(3), r"\Z", "the file ends, and commit 3 of 3 is missing"),
        (_swapped, r"^commit 2", "commit 1 of 3 is expected here, this is commit 2"),
        (lambda text: text + text[text.index("commit 3") :], r"^commit 3(?!.*^commit 3)",
         "commit 3 stands here a second time"),
        (lambda text: text + "commit 4 [00000000] x\n\nmore\n", r"^commit 4",
         "commit 4 is not in the series, which has 3"),
        (lambda text: re.sub(r"commit 2 \[\w+\]", "commit 2 [00000000]", text), r"^commit 2",
         "commit 2 has changed since the file was written"),
        (lambda text: text.replace("commit 2 [", "commit 2 [x"), r"^commit 2",
         "not the line of a commit as it was written"),
        (lambda text: text.replace("alias: test it\n", ""), r"^commit 2",
         "commit 2 has no message"),
        (lambda text: text.replace("commit 1 [", "hello\ncommit 1 ["), r"^hello",
         "text before the first line"),
        (lambda text: text.replace("test it", "test\0it"), r"^alias: test\0it", "a NUL character"),
        (lambda _: "", r"\Z", "the file ends, and commit 1 of 3 is missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(
    reworded: Rewording, file: Path, tmp_path: Path, edit: Callable[[str], str], line: str,
    words: str,
) -> None:  # fmt: skip
    status, stdout, stderr = reworded(edit)

    text = file.read_text()
    found = re.search(line, text, re.MULTILINE | re.DOTALL)
    assert found is not None
    place = text.count("\n", 0, found.start()) + 1
    assert status == 2
    assert stdout == ""
    assert stderr.startswith(f"prtool: error: {file}:{place}: {words}")
    assert len(stderr.strip().split("\n")) == 2, "the line and its hint"
    assert not (tmp_path / "b").exists()


def test_a_message_that_changed_meanwhile_is_not_overwritten(
    reworded: Rewording, repo: RepoBuilder
) -> None:
    def edit(text: str) -> str:
        repo.git("commit", "--quiet", "--amend", "--message=docs: another page")
        return text

    status, _, stderr = reworded(edit)

    assert status == 2
    assert "commit 3 has changed since the file was written" in stderr


def test_places_that_would_leave_are_refused(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    out = tmp_path / "b"
    args = ("prepare", "--base", base, "--out", out, "--reword")

    assert prtool(*args, out / "m.txt")[0] == 2
    assert prtool(*args, repo.path / "m.txt", "--worktree")[0] == 2
    assert prtool(*args, tmp_path / "none" / "m.txt")[0] == 2
    assert prtool(*args, tmp_path)[0] == 2
    assert prtool(*args, repo.path / ".prtool" / "m.txt", "--worktree")[0] == 1
    assert not out.exists()
