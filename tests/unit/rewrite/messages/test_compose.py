"""A public message from a private one and its edits."""

from __future__ import annotations

from prtool.model.changes import Commit, Identity
from prtool.model.edits import Edit
from prtool.model.text import Channel, Span
from prtool.rewrite.edits import Edits, UnitKey
from prtool.rewrite.identity import NEUTRAL
from prtool.rewrite.messages.compose import PublicMessage, public_message
from prtool.rewrite.messages.cuts import cuts_of, with_cuts
from prtool.rewrite.messages.words import remarks

WHO = Identity(b"Ann", b"ann@example.com", 0, 0)


def commit(message: str) -> Commit:
    return Commit(oid="c" * 40, parents=(), author=WHO, committer=WHO, message=message)


def made(message: str, *edits: Edit, trailer: tuple[Edit, ...] = ()) -> PublicMessage:
    """Return what becomes of a message with these edits and all cuts."""
    private = commit(message)
    by_unit: dict[UnitKey, tuple[Edit, ...]] = {
        (Channel.MESSAGE, private.oid, None): edits,
        (Channel.TRAILER, private.oid, None): trailer,
    }
    return public_message(
        private, with_cuts(Edits(by_unit), cuts_of([private])), keep_trailers={"fixes"},
        identity=NEUTRAL, signoff=False, fallback="Update a.go",
    )  # fmt: skip


def test_an_empty_message_names_the_files() -> None:
    assert made("") == PublicMessage(text="Update a.go\n", renamed=True)


def test_the_body_is_not_taken_for_a_lost_subject() -> None:
    found = made("gone\n\nbody\n\nmore\n", Edit(Span(0, 5), "", reversible=False))

    assert found == PublicMessage(text="Update a.go\n\nbody\n\nmore\n", renamed=True)


def test_a_subject_of_placeholders_alone_is_none() -> None:
    found = made("secret: 1\n\nbody\n", Edit(Span(0, 9), "[REDACTED]", reversible=False))

    assert found.text == "Update a.go\n\nbody\n"


def test_a_subject_that_is_a_pseudonym_stays() -> None:
    assert made("globex\n", Edit(Span(0, 6), "acme")).text == "acme\n"


def test_trailers_are_kept_by_name_and_the_others_told() -> None:
    found = made(
        "s\n\nFixes: 0a1b\nGlobex-Id: 7\nReviewed-by: Bob <bob@example.com>\n"
        "Reviewed-by: Eve <eve@example.com>\nSigned-off-by: Ann <ann@example.com>\n",
        trailer=(Edit(Span(12, 18), "Acme"),),
    )

    assert found.text == f"s\n\nFixes: 0a1b\n{NEUTRAL.sign_off}\n"
    assert found.trailers == ("Acme-Id", "Reviewed-by")


def test_a_kept_trailer_closes_nobodys_issue() -> None:
    found = made("s\n\nFixes: #12\nFixes: 0a1b2c (why)\nFixes: the lookup (#7)\n")

    assert found.text == "s\n\nFixes: 0a1b2c (why)\nFixes: the lookup\n"
    assert found.trailers == ("Fixes",)


def test_lines_that_would_end_the_mail_are_still_indented() -> None:
    assert made("s\n\nbody\n---\nmore\n").text == "s\n\nbody\n ---\nmore\n"


def test_remarks_name_topics_and_lines_and_nothing_else() -> None:
    private = commit(
        "s (#1)\n\nwhy\n\nBacked up the live config.\n\n## Rollback\n\none\n\ntwo\n\nKite-Id: 7\n"
    )
    message = made(private.message)

    assert list(remarks(message, cuts_of([private])[private.oid])) == [
        "left out: backups, line 5 of the private message",
        "left out: rollback, lines 7 to 11 of the private message",
        "left out: trailers Kite-Id",
        "1 reference to issues taken out: the numbers mean something else upstream",
    ]
