"""Parts of a message that speak of one machine, and those that only sound so."""

from __future__ import annotations

import pytest

from prtool.model.edits import Edit, apply
from prtool.model.headings import headings
from prtool.model.parts import Part
from prtool.rewrite.messages.local import MARKED, TAGS, find_local


def left(text: str) -> str:
    """Return a message without its local parts."""
    cuts = [Edit(part.span, "") for part in find_local(text)]
    return apply(text, cuts).strip()


def topics(paragraph: str) -> list[str]:
    """Return what a paragraph below a subject speaks of."""
    return [part.topic for part in find_local(f"subject\n\n{paragraph}\n")]


@pytest.mark.parametrize(
    ("paragraph", "topic"),
    [
        ("Deployed this build to the live gateway at noon.", "deployment"),
        ("I copied the new binary\nto our staging host.", "deployment"),
        ("Restarted the user service afterwards.", "deployment"),
        ("The cut-over was at nine.", "deployment"),
        ("$ sudo systemctl --user restart relay", "deployment"),
        ("    rsync -a build/ relay:/opt/", "deployment"),
        ("Deployment: copied by hand.", "deployment"),
        ("The service is running again since Monday.", "running state"),
        ("active (running), main PID 4711", "running state"),
        ("It is now running on the live box.", "running state"),
        ("To roll back, copy the old binary over it.", "rollback"),
        ("It can be rolled back to the previous binary.", "rollback"),
        ("Rollback: `cp a b`", "rollback"),
        ("A backup of the config is kept at ~/old/config.yaml.", "backups"),
        ("Backed up the live config first.", "backups"),
        ("The old binary is saved in /opt/router.old.", "backups"),
        ("The live binary has the sha256 0123456789abcdef0123.", "live checksums"),
        (f"{'0a' * 32}  router", "live checksums"),
        ("已部署到线上，网关正常。", "deployment"),
        ("改完后已重启服务。", "deployment"),
        ("线上正在运行新版本。", "running state"),
        ("回滚方式：复制旧文件。", "rollback"),
        ("备份在 /opt/old 目录。", "backups"),
        ("校验和：0123456789abcdef", "live checksums"),
    ],
)
def test_statements_of_one_machine_are_found(paragraph: str, topic: str) -> None:
    assert topics(paragraph) == [topic]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Rollback of a nested transaction kept the lock.",
        "A failed deployment now rolls back to the previous revision of the chart.",
        "Backups are compressed before they are written to the store.",
        "The restore of a backup lost symbolic links.",
        "The server is running the wrong handler when the header is missing.",
        "Checksums are compared before the copy; sha256 is used.",
        "The service restarts when its config changes.",
        "Document how to run this under systemd.",
        "The next step of the parser sees the token twice.",
        "On production systems this shows as a 503.",
        "The old configuration is kept for compatibility.",
        "Status codes of the live endpoint are part of the answer.",
        "回滚事务时锁没有释放。",
        "备份文件的压缩级别可以配置。",
        "部署脚本支持新的参数。",
        "Fix: strip the suffix.",
        "- backup: keep the links\n- sha256: add support",
        "SHA256: use the library's.",
        "See the deployment guide: it names all options.",
    ],
)
def test_what_a_project_may_be_about_is_kept(paragraph: str) -> None:
    assert topics(paragraph) == []


@pytest.mark.parametrize(
    "subject",
    [
        "backup: fix restore of symlinks",
        "deployment: take the name from the chart",
        "Rollback: release the lock",
        "rollback",
        "checksums",
        "部署：支持新的参数",
    ],
)
def test_a_subject_before_a_colon_is_a_part_of_the_program(subject: str) -> None:
    assert find_local(subject) == ()


@pytest.mark.parametrize(
    "subject", ["Deployed to the live gateway", "restarted the service", "已部署到线上"]
)
def test_a_subject_that_only_tells_of_a_machine_goes(subject: str) -> None:
    assert left(f"{subject}\n\nThe body stays.\n") == "The body stays."


@pytest.mark.parametrize(
    "heading",
    [
        "## Rollback", "## 3. Rollback plan", "**Rollback**", "Rollback:", "Rollback\n--------",
        "## 回滚方案", "【回滚】", "三、回滚步骤：", "ROLLBACK:", "### Running state ###", "备份：",
        "## Next steps",
    ],
)  # fmt: skip
def test_all_below_a_local_heading_goes_up_to_the_next(heading: str) -> None:
    text = f"subject\n\nwhy\n\n{heading}\n\none\n\n- two\n- three\n\n## Tests\n\nfour\n"

    assert left(text) == "subject\n\nwhy\n\n## Tests\n\nfour"


def test_headings_below_a_local_one_are_local() -> None:
    assert left("s\n\n## Deployment\n\na\n\n### Fix\n\nb\n\n## Fix\n\nc\n") == "s\n\n## Fix\n\nc"


def test_a_public_name_ends_a_local_label() -> None:
    assert left("s\n\n部署：\n已重启服务。\n修复：去掉后缀。\n") == "s\n\n修复：去掉后缀。"


def test_items_go_one_by_one() -> None:
    text = "s\n\n- strip it,\n  as said\n- restarted the service\n- test it\n"

    assert left(text) == "s\n\n- strip it,\n  as said\n- test it"


def test_commands_go_with_what_announces_them() -> None:
    text = "s\n\nIt can be rolled back to the previous binary:\n\n    true\n\nwhy\n"

    assert left(text) == "s\n\nwhy"


def test_fenced_code_is_one_thing() -> None:
    text = "s\n\n```\na\n\nsudo systemctl restart relay\n\nb\n```\n\nwhy\n"

    assert left(text) == "s\n\nwhy"


def test_marks_of_the_author_win() -> None:
    text = (
        "s\n\n<public>Restarted the service in the test.</public>\n\n"
        "one <private>two\n\nthree</private> four\n"
    )

    assert left(text) == "s\n\nRestarted the service in the test.\n\none four"
    assert {MARKED, TAGS} == {part.topic for part in find_local(text)}


def test_an_open_private_mark_holds_to_the_end() -> None:
    assert left("s\n\n<PRIVATE>one\n\ntwo\n") == "s"


def test_windows_line_ends_change_nothing() -> None:
    assert left("s\r\n\r\n## Rollback\r\n\r\none\r\n\r\n## Fix\r\n\r\ntwo\r\n").endswith("two")
    assert "one" not in left("s\r\n\r\n## Rollback\r\n\r\none\r\n\r\n## Fix\r\n\r\ntwo\r\n")


OWN = headings([("Field trip", Part.LOCAL), ("Incident", Part.PROBLEM)])


@pytest.mark.parametrize("heading", ["## Field trip", "Field trip:", "**1. Field trip notes**"])
def test_words_of_the_rules_file_are_local_in_messages_too(heading: str) -> None:
    message = f"fix routes\n\n{heading}\n\nWent to look at it.\n"

    assert find_local(message) == ()
    assert {"local notes"} == {part.topic for part in find_local(message, OWN)}


def test_words_of_the_rules_file_end_what_is_local() -> None:
    message = "fix routes\n\nDeployment:\n\nat noon\n\nIncident: no route is found\n\nIt is lost.\n"

    assert len(find_local(message)) == 4
    assert [part.topic for part in find_local(message, OWN)] == ["deployment"] * 2


def test_what_the_rules_file_calls_a_part_is_not_local() -> None:
    message = "fix routes\n\n## Cut-over\n\nNothing is lost now.\n"

    assert len(find_local(message)) == 2
    assert find_local(message, headings([("Cut-over", Part.TESTS)])) == ()


def test_results_do_not_end_what_is_local() -> None:
    message = "fix routes\n\nDeployment:\n\nat noon\n\nResults: up since Monday\n"

    assert len(find_local(message)) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("As <private>QX</private> said.", "As said."),
        ("It is lost <private>on QX</private>.", "It is lost."),
        ("a <private>b</private> <private>c</private> d", "a d"),
        ("As <public>we</public> said.", "As we said."),
        ("one<private> two</private> three", "one three"),
        ("ends <private>here</private>\nnext", "ends\nnext"),
        ("  - <private>x</private> kept", "  - kept"),
        ("s\n\n    <private>x</private> kept", "s\n\n     kept"),
    ],
)
def test_a_cut_within_a_sentence_leaves_one_blank(text: str, expected: str) -> None:
    cuts = [Edit(part.span, "") for part in find_local(text) if part.topic in (MARKED, TAGS)]

    assert apply(text, cuts) == expected
