"""Every mistake in a rules file is one line that begins with file:line."""

from __future__ import annotations

import pytest

from prtool.errors import RulesError
from prtool.rules.load import load
from prtool.rules.tree import MAX_BYTES

KNOWN = ("secret/github-token", "secret/jwt", "private/term", "input/binary")

RULE = "version: 1\nrules:\n  - find: secret/jwt\n    do: replace\n"
SHAPE = "version: 1\nfiles:\n  - name: log\n    paths: ['*.log']\n"
PATTERN = (
    "version: 1\npatterns:\n  - id: private/ticket\n    title: t\n    severity: low\n"
    "    regex: 'ABC-[0-9]+'\n"
)

WRONG = [
    # notes
    ("version: 1\nnotes:\n", "2: notes has to be a mapping ('key: value' lines)"),
    ("version: 1\nnotes: {}\n", "2: notes: 'headings' is missing"),
    (
        "version: 1\nnotes:\n  headings:\n    probelm: [a]\n",
        "4: notes: headings: unknown key 'probelm'; did you mean 'problem'?",
    ),
    (
        "version: 1\nnotes:\n  headings:\n    tests: [A]\n    problem: [b, a]\n",
        "5: the heading 'a' stands already in line 4",
    ),
    # YAML itself
    ("", "1: the file is empty"),
    ("# nothing but a comment\n", "1: the file is empty"),
    ("- version: 1\n", "1: a rules file is a mapping that begins with 'version: 1'"),
    ("version: 1\n---\nversion: 1\n", "3: a second YAML document; a rules file has one"),
    ("version: 1\nrules: [\n", "3: not valid YAML: did not find expected node content"),
    (
        "version: 1\nrules:\n\t- a\n",
        "3: not valid YAML: found character that cannot start any token",
    ),
    ("version: 1\nversion: 1\n", "2: the key 'version' stands already in line 1"),
    (RULE + "    do: allow\n", "5: the key 'do' stands already in line 4"),
    ("version: 1\n? [a]\n: 1\n", "2: a key has to be plain text"),
    (
        "version: &v 1\n",
        "1: anchors and aliases are refused; text that begins with '&' or '*' needs quotes",
    ),
    (
        "version: 1\nrules: *x\n",
        "2: anchors and aliases are refused; text that begins with '&' or '*' needs quotes",
    ),
    (
        "version: 1\nsets:\n  x:\n    - *.log\n",
        "4: text that begins with '*' has to stand in quotes",
    ),
    ("version: !!int 1\n", "1: tags are refused; text that begins with '!' needs quotes"),
    (
        "version: 1\nx: !!python/object:a.B {}\n",
        "2: tags are refused; text that begins with '!' needs quotes",
    ),
    ("version: 1\nrules: " + "[" * 100 + "]" * 100, "2: nested too deeply"),
    ("version: 1\n# \x07\n", "2: the character U+0007 can't stand here"),
    ("version: 1\n# \u2028\n", "2: the character U+2028 can't stand here"),
    # The top
    ("rules: []\n", "1: the rules file: 'version' is missing"),
    ("version: 2\n", "1: version '2' is unknown; this is version 1"),
    ("version: [1]\n", "1: version has to be a single value"),
    ("version: 1\nrulse: []\n", "2: the rules file: unknown key 'rulse'; did you mean 'rules'?"),
    ("version: 1\nzzz: 1\n", "2: the rules file: unknown key 'zzz'"),
    ("version: 1\nrules: {}\n", "2: rules has to be a list"),
    ("version: 1\nrules:\n", "2: rules has to be a list"),
    ("version: 1\ninline_allows: yes\n", "2: inline_allows has to be true or false"),
    ("version: 1\ninline_allows: 'true'\n", "2: inline_allows has to be true or false"),
    ("version: 1\nrequire_lexicon: []\n", "2: require_lexicon has to be true or false"),
    # Rules
    ("version: 1\nrules:\n  - secret/jwt\n", "3: rule has to be a mapping ('key: value' lines)"),
    ("version: 1\nrules:\n  - find: secret/jwt\n", "3: rule: 'do' is missing"),
    ("version: 1\nrules:\n  - do: block\n", "3: rule: 'find' is missing"),
    (RULE + "    channel: content\n", "5: rule: unknown key 'channel'; did you mean 'channels'?"),
    (
        RULE + "    channels: contnt\n",
        "5: channels: unknown value 'contnt'; did you mean 'content'?",
    ),
    (
        RULE + "    channels:\n      - content\n      - zzz\n",
        "7: channels: unknown value 'zzz'; known are content, removed, context, heading, "
        "path, mode, symlink, submodule, binary, message, trailer, author, committer, date, "
        "branch, pr-title, pr-body, text",
    ),
    (RULE + "    channels: []\n", "5: channels is an empty list"),
    (RULE + "    channels: {a: b}\n", "5: channels has to be a single value"),
    (RULE + "    severity: hihg\n", "5: severity: unknown value 'hihg'; did you mean 'high'?"),
    (RULE + "    until: 2027-02-30\n", "5: until has to be a day such as 2027-01-31"),
    (RULE + "    until: soon\n", "5: until has to be a day such as 2027-01-31"),
    (RULE + "    until: 20270131\n", "5: until has to be a day such as 2027-01-31"),
    (RULE + "    reason:\n", "5: reason is empty"),
    (RULE + "    reason: ~\n", "5: reason is empty"),
    (RULE + "    text: ''\n", "5: text is empty"),
    (RULE + "    with: |\n      a\n      b\n", "5: with has to stand on one line"),
    (
        RULE + "    regex: '(a+)+'\n",
        "5: regex: bad regular expression: a repetition within a repetition could run for "
        "ever; make the inner one possessive, as in (a++b)*",
    ),
    (
        RULE + "    regex: '(a'\n",
        "5: regex: bad regular expression: missing ), unterminated subpattern at position 0",
    ),
    (RULE + "    text: a\n    regex: b\n", "6: 'text' and 'regex' exclude each other"),
    (RULE + "    paths: ['a', 'b//c']\n", "5: paths: glob 'b//c' can never match a path"),
    (
        RULE + "    paths:\n      - '!a'\n",
        "6: paths: the first glob begins with '!' and has nothing to take back",
    ),
    (RULE + "    paths: <tests>\n", "5: paths: no set is called 'tests'"),
    (
        "version: 1\nrules:\n  - find: secret/jwt\n    do: remove\n",
        "4: do: unknown value 'remove'; known are replace, drop-line, drop-file, block, allow",
    ),
    (
        "version: 1\nrules:\n  - find: secret/jwt\n    do: drop_line\n",
        "4: do: unknown value 'drop_line'; did you mean 'drop-line'?",
    ),
    (
        "version: 1\nrules:\n  - find: secret/jwt\n    do: block\n    with: x\n",
        "5: 'with' makes sense only beside 'do: replace'",
    ),
    # Rules that could never fit
    (
        "version: 1\nrules:\n  - find: [secret/jwt, secret/githb-token]\n    do: block\n",
        "3: find: no rule is called 'secret/githb-token'; did you mean 'secret/github-token'?",
    ),
    (
        "version: 1\nrules:\n  - find: ['secret/*', '!secret/nothing*']\n    do: block\n",
        "3: find: no rule is called 'secret/nothing*'; did you mean 'secret/*'?",
    ),
    (
        "version: 1\nrules:\n  - find: secrets/*\n    do: block\n",
        "3: find: no rule is called 'secrets/*'; did you mean 'secret/*'?",
    ),
    # File shapes
    ("version: 1\nfiles:\n  - name: log\n", "3: file shape: 'paths' is missing"),
    (
        "version: 1\nfiles:\n  - name: Log\n    paths: a\n",
        "3: name 'Log': write small letters, digits and single dashes",
    ),
    (SHAPE + "    contents: a\n", "5: file shape: unknown key 'contents'; did you mean 'content'?"),
    (
        SHAPE + "    content: '['\n",
        "5: content: bad regular expression: unterminated character set at position 0",
    ),
    ("version: 1\nsets: []\n", "2: sets has to be a mapping ('name: list of globs' lines)"),
    (
        "version: 1\nsets:\n  Tests: a\n",
        "3: name 'Tests': write small letters, digits and single dashes",
    ),
    (
        "version: 1\nsets:\n  tests: [a, '!b']\n",
        "3: sets: tests: '!' stands before the set where it is used",
    ),
    (
        "version: 1\nsets:\n  tests: [a]\n"
        + SHAPE[11:]
        + "  - name: x\n    paths: ['*', '!<test>']\n",
        "8: paths: no set is called 'test'; did you mean 'tests'?",
    ),
    # Patterns
    (
        PATTERN + "  - id: private/ticket\n    title: t\n    severity: low\n    regex: a\n",
        "7: the id 'private/ticket' stands already in line 3",
    ),
    ("version: 1\npatterns:\n  - id: private/x\n", "3: pattern: 'regex' is missing"),
    (
        PATTERN.replace("private/ticket", "privat/ticket"),
        "3: id 'privat/ticket': unknown family 'privat'; did you mean 'private'?",
    ),
    (
        PATTERN.replace("private/ticket", "private/Ticket"),
        "3: id 'private/Ticket': write family/name in small letters, digits and dashes",
    ),
    (
        PATTERN.replace("private/ticket", "private"),
        "3: id 'private': write family/name in small letters, digits and dashes",
    ),
    (
        PATTERN.replace("private/ticket", "private/term"),
        "3: the id 'private/term' belongs to a rule that prtool has",
    ),
    (PATTERN.replace("ABC-[0-9]+", "x*"), "6: regex: matches where there is no text"),
    # Hosts and trailers
    ("version: 1\nhosts: [github.com]\n", "2: hosts has to be a mapping ('key: value' lines)"),
    ("version: 1\nhosts: {}\n", "2: hosts: 'public' is missing"),
    (
        "version: 1\nhosts:\n  public:\n    - https://github.com/\n",
        "4: hosts: public: 'https://github.com/' is not a plain name",
    ),
    ("version: 1\nhosts:\n  private: []\n", "3: hosts: unknown key 'private'"),
    (
        "version: 1\ntrailers:\n  keep: ['Signed off']\n",
        "3: trailers: keep: 'Signed off' is not a plain name",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_mistake_is_named_with_its_place(text: str, message: str) -> None:
    with pytest.raises(RulesError) as caught:
        load([("team.yaml", text.encode())], KNOWN)
    assert f"team.yaml:{message}" == str(caught.value)


def test_windows_line_ends_do_not_move_the_line() -> None:
    with pytest.raises(RulesError, match=r"\Arules\.yaml:4: do: unknown value"):
        load([("rules.yaml", RULE.replace("replace", "x").replace("\n", "\r\n").encode())], KNOWN)


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert len(load([("rules.yaml", b"\xef\xbb\xbf" + RULE.encode())], KNOWN).entries) == 1


def test_bytes_that_are_not_utf_8_are_named_with_their_line() -> None:
    with pytest.raises(RulesError, match=r"\Arules\.yaml:2: not UTF-8\Z"):
        load([("rules.yaml", b"version: 1\n# \xff\n")], KNOWN)


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(RulesError, match=r"\Arules\.yaml:1: larger than 1048576 bytes\Z"):
        load([("rules.yaml", b"#" * (MAX_BYTES + 1))], KNOWN)


def test_a_label_can_not_carry_terminal_escapes() -> None:
    with pytest.raises(RulesError) as caught:
        load([("a\x1b[2J\n.yaml", b"")], KNOWN)
    assert str(caught.value) == r"a\x1b[2J\n.yaml:1: the file is empty"


def test_the_mistake_of_the_second_file_is_told_with_its_name() -> None:
    with pytest.raises(RulesError, match=r"\Atwo\.yaml:1: "):
        load([("one.yaml", RULE.encode()), ("two.yaml", b"version: 9")], KNOWN)
