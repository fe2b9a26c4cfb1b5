"""People: addresses in every text, mentions only where a forge would send a notice."""

from __future__ import annotations

import pytest

from prtool.detectors.identities import IdentityDetector
from prtool.model.text import Channel
from tests.unit.detectors.samples import found

PEOPLE = IdentityDetector()
AT = "@acme" + "-corp.io"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (f"dev{AT}", f"dev{AT}"),
        (f"<dev.a+x{AT}>", f"dev.a+x{AT}"),
        (f"mailto:dev{AT}", f"dev{AT}"),
        (f"email:dev{AT}.", f"dev{AT}"),
        (f"o'neil{AT},", f"o'neil{AT}"),
        (f"dev{AT}:x/y", f"dev{AT}"),
        ("DEV@ACME" + ".IO", "DEV@ACME" + ".IO"),
    ],
)
def test_addresses(text: str, address: str) -> None:
    assert found(PEOPLE, text) == [("identity/email", address)]


@pytest.mark.parametrize(
    "text",
    [
        "dev@example.com", "dev@x.test", "dev@localhost", "a@b", "pkg@1.2.3", "x@v1.2.3",
        "git@acme.io:a/b", "1+dev@users.noreply.github.com", "noreply@acme.io", "you@acme.io",
        "npm i @types/node@18.0.0", "img@sha256:abc", "foo@bar.service", "m.Path@m.Version,",
        "https://dev:x@acme.io/", "ssh://dev@acme.io/x", "x@app.route('/')", "@decorator.foo",
        "icon@2x.png", "dev@yourcompany.com", "10+dev@acme.io", "chacha20-poly1305@openssh.com",
        "dev:x@db.acme.io:5432", "nick!~dev@irc.acme.io", "john.doe@acme.io", "a@b.io",
        "Message-ID: <20260131.1@mx.acme.io>", "for example <code>dev@acme.io</code>",
    ],
)  # fmt: skip
def test_left_alone(text: str) -> None:
    assert found(PEOPLE, text) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"# Copyright (c) 2024 A Dev <dev{AT}>", "a.py"),
        (f":author: dev{AT}", "a.rst"),
        (f"# A. Dev <dev{AT}>, 2015", "a.py"),
        (f"  - A Dev (@dev) <dev{AT}>", "a.yml"),
        (f'"Last-Translator: A Dev <dev{AT}>\\n"', "de.po"),
        (f"msgid x dev{AT}", "po/de.po"),
        (f"mail dev{AT}", "docs/AUTHORS.md"),
        (f"write to acme-support{AT}", "a.py"),
    ],
)
def test_a_credit_is_told_apart(text: str, path: str) -> None:
    assert [rule for rule, _ in found(PEOPLE, text, path=path)] == ["identity/credit"]
    assert ("identity/email", f"dev{AT}") in found(
        PEOPLE, text.replace("acme-support", "dev"), channel=Channel.MESSAGE
    )


def test_a_name_before_an_address_is_no_credit_by_itself() -> None:
    for text in (
        f'notify("A Dev <dev{AT}>")',
        f"ask A Dev <dev{AT}>",
        f"  A Dev <dev{AT}>",
    ):
        assert found(PEOPLE, text, path="a.py") == [("identity/email", f"dev{AT}")]


@pytest.mark.parametrize("channel", [Channel.AUTHOR, Channel.COMMITTER])
@pytest.mark.parametrize("address", [f"dev{AT}", "dev@acmebox", "dev@acmebox.(none)"])
def test_an_identity_line_gives_its_address_away_whatever_its_form(
    channel: Channel, address: str
) -> None:
    assert found(PEOPLE, f"A Dev <{address}>", channel=channel) == [("identity/email", address)]
    assert found(PEOPLE, "A Dev <dev@example.com>", channel=channel) == []


def test_mentions_only_where_they_notify() -> None:
    text = "Thanks @initech-dev, @acme/team; not `@foo`, x@y, @param or @1."
    assert found(PEOPLE, text, channel=Channel.PR_BODY) == [
        ("identity/mention", "@initech-dev"),
        ("identity/mention", "@acme/team"),
    ]
    assert found(PEOPLE, text, channel=Channel.CONTENT) == []
