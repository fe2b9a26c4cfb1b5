"""Secrets: one finding for one secret, exactly as long as it is, by the most specific rule."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prtool.detectors.secrets import SecretDetector
from prtool.model.finding import Confidence, Kind
from prtool.model.text import Channel, Span, TextUnit
from tests.unit.detectors.samples import GITHUB, KEY, PEM, found, texts

SECRETS = SecretDetector()


@pytest.mark.parametrize(
    ("before", "secret", "after", "rule"),
    [
        ("token = '", GITHUB, "'", "secret/github-token"),
        ("Authorization: Bearer ", GITHUB, "", "secret/github-token"),
        ("https://x-access-token:", GITHUB, "@example.com/a", "secret/github-token"),
        ('"a\\n', GITHUB, '\\n"', "secret/github-token"),
        ("(", "npm_" + "a1B2" * 9, ")", "secret/npm-token"),
        ("DSN=postgres:" + "//acme:", "qX7-" + "v9Lm", "@db/x", "secret/database-url-password"),
        ("redis://:", KEY, "@cache", "secret/database-url-password"),
        ("mysql+pymysql://acme:", "p@ss" + KEY, "@db/x", "secret/database-url-password"),
        ("x-api-key: ", "sk-ant-" + "api03-" + KEY * 4, "", "secret/anthropic-key"),
        ("key: ", "sk-" + KEY, "", "secret/sk-key"),
        ("curl -u acme:", "qX7-" + "v9Lm", " x", "secret/curl-user-password"),
        ("Authorization: Bearer ", KEY, "", "secret/bearer-authorization"),
        ("headers.set('PRIVATE-TOKEN', '", KEY, "')", "secret/api-key-header"),
        ("X-Acme-Token: ", KEY, "", "secret/api-key-header"),
        (
            "index-url = https:" + "//acme:",
            KEY,
            "@pypi.example.com/simple",
            "secret/url-password",
        ),
        ("db.example.com:5432:app:acme:", KEY, "", "secret/pgpass-password"),
        ("machine git.example.com\n  login acme\n  password ", KEY, "", "secret/netrc-password"),
        ("curl -H 'Authorization: token ", KEY, "'", "secret/bearer-authorization"),
    ],
)
def test_the_most_specific_rule_reports_it_once(
    before: str, secret: str, after: str, rule: str
) -> None:
    assert [(rule, secret)] == found(SECRETS, before + secret + after)


def test_a_secret_is_of_the_kind_that_gets_a_placeholder_and_is_in_no_map() -> None:
    unit = TextUnit(channel=Channel.CONTENT, text=f"token = '{GITHUB}'\n", path="a.go")

    assert {match.kind for match in SECRETS.scan(unit, unit.text)} == {Kind.SECRET}


def test_every_secret_of_a_line_is_found() -> None:
    other = "glpat-" + "x7_Qa" * 4
    assert [GITHUB, other, GITHUB] == texts(SECRETS, f"{GITHUB}, {other}, {GITHUB}")


def test_a_key_block_is_one_finding() -> None:
    assert found(SECRETS, f"a\n{PEM}\nb\n") == [("secret/private-key", PEM)]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda line: f'\t"{line}\\n" +',
        lambda line: f"# {line}",
        lambda line: f"    {line}\r",
        lambda line: f"> {line}",
    ],
    ids=["literals", "comment", "indented", "quoted"],
)
def test_a_key_block_is_found_in_source_code(wrap: Callable[[str], str]) -> None:
    text = "\n".join(wrap(line) for line in PEM.split("\n"))
    (block,) = texts(SECRETS, text)
    assert block.startswith("-----BEGIN")
    assert block.endswith("PRIVATE KEY-----")


def test_two_key_blocks_on_one_line_are_two_findings() -> None:
    escaped = PEM.replace("\n", "\\n")
    assert [escaped, escaped] == texts(SECRETS, f'["{escaped}", "{escaped}"]')


def test_a_key_block_without_an_end_reaches_to_its_last_line_of_base64() -> None:
    whole = PEM.rpartition("\n")[0]
    assert [whole] == texts(SECRETS, f"{whole}\n}} the next thing\nand more words here\n")


def test_an_encrypted_key_block_is_found_with_its_headers() -> None:
    head, _, rest = PEM.partition("\n")
    text = f"{head}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n{rest}"
    assert [text] == texts(SECRETS, text)


def test_the_header_of_a_key_block_in_code_is_no_key() -> None:
    code = (
        'const begin = "-----BEGIN ' + 'PRIVATE KEY-----"\n'
        "func isKey(s string) bool { return strings.HasPrefix(s, begin) }\n"
        'const end = "-----END ' + 'PRIVATE KEY-----"\n'
    )
    assert found(SECRETS, code) == []


@pytest.mark.parametrize(
    "text",
    [
        "token: ghp_" + "x" * 36,
        "token: ghp_" + "0" * 36,
        "token: AKIA" + "IOSFODNN7EXAMPLE",
        "create_engine('postgresql+psycopg2:" + "//scott:tiger@localhost/test')",
        "url = f'postgresql:" + "//{user}:{quote(password)}@{host}/test'",
        "Authorization: Basic czZCaGRSa3F0" + "MzpnWDFmQmF0M2JW",
        "AccountKey=Eby8vdM02xNO" + "k7Qw9zR3+/" * 7 + "k7Qw==",
        'header: "X-API-Key",' + "payloadJson2Text",
    ],
)
def test_what_documentation_and_code_show_is_no_secret(text: str) -> None:
    assert found(SECRETS, text) == []


@given(
    st.from_regex(r"REDACTED_[A-Z0-9_]{1,30}", fullmatch=True),
    st.sampled_from(
        [
            "api_key = '{}'", "api-key: {}", "TOKEN={}", "Authorization: Bearer {}", "{}",
            "postgres://acme:{}@db/x", "https://acme:{}@example.com", "x-api-key: {}",
            "curl -u acme:{} x", "--password {}", "machine a login b password {}",
            "AccountKey={}", '"private_key": "{}"', "//r.example.com/:_authToken={}",
        ]
    ),
)  # fmt: skip
def test_prtools_own_placeholders_are_never_found(placeholder: str, context: str) -> None:
    assert found(SECRETS, context.format(placeholder)) == []


def test_a_guess_says_that_it_is_one() -> None:
    text = f"api_key = '{KEY}'"
    (match,) = SECRETS.scan(TextUnit(channel=Channel.CONTENT, text=text), text)
    assert Confidence.MEDIUM is match.confidence


def test_exact_formats_are_found_in_binaries_and_guesses_are_not_made() -> None:
    assert texts(SECRETS, f"\x00\x01{GITHUB}\x00", channel=Channel.BINARY) == [GITHUB]
    assert texts(SECRETS, f"\x00token={KEY}\x00", channel=Channel.BINARY) == []


@given(
    st.lists(st.sampled_from([GITHUB, KEY, "token=", "://a:", "@b ", '"', "\n", " "]), max_size=30)
)
def test_findings_never_overlap(parts: list[str]) -> None:
    text = "".join(parts)
    spans = [m.span for m in SECRETS.scan(TextUnit(channel=Channel.CONTENT, text=text), text)]
    assert sorted(spans) == spans
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_offsets_count_code_points_whatever_stands_before() -> None:
    before = "\u0130\U0001f600\udc80 \u00e9 "
    text = f"{before}{GITHUB}"
    (match,) = SECRETS.scan(TextUnit(channel=Channel.CONTENT, text=text), text)
    assert Span(len(before), len(text)) == match.span


@pytest.mark.parametrize(
    "piece",
    [
        "func (s *Server) handle(ctx context.Context, req *Request) error {\n",
        "password = \"", "://a:", "-----BEGIN " + "PRIVATE KEY-----\n", "machine a login b ",
        "k7Qw9zR3", "secret_access_key=",
    ],
)  # fmt: skip
def test_time_is_linear(piece: str) -> None:
    """The slowest of these takes about one second; quadratic behaviour would take minutes."""
    text = piece * (150_000 // len(piece))
    start = time.process_time()
    found(SECRETS, text)
    assert time.process_time() - start < 5
