"""What random text, words and placeholders look like."""

from __future__ import annotations

import random
import string

import pytest

from prtool.detectors.likeness import (
    entropy,
    is_digest,
    is_generic,
    is_made_of,
    is_placeholder,
    is_reference,
    is_wordy,
    looks_like_key,
    looks_like_password,
    looks_random,
)

ALPHABETS = {
    "base62": string.ascii_letters + string.digits,
    "base64url": string.ascii_letters + string.digits + "-_",
    "lower": string.ascii_lowercase + string.digits,
    "hex": "0123456789abcdef",
    "base32": string.ascii_uppercase + "234567",
}


@pytest.mark.parametrize("size", [24, 40])
@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_nearly_every_generated_key_looks_like_one(alphabet: str, size: int) -> None:
    chance = random.Random(size)
    keys = ["".join(chance.choices(ALPHABETS[alphabet], k=size)) for _ in range(500)]
    assert sum(map(looks_random, keys)) >= 485
    assert sum(map(looks_like_key, keys)) >= 485


@pytest.mark.parametrize(
    "value",
    [
        "handleServiceAccountToken", "TestServerHandlesRequests2",
        "TLS_RSA_WITH_AES_128_CBC_SHA256",
        "R_AARCH64_LD_PREL_LO19", "testEd25519PrivateKey", "kubernetes.io/service-account-token",
        "encoding/json/v2/example_test", "0123456789abcdefghijklmn", "application/x-www-form-2",
        "https://example.com/a1b2c3d4e5", "correcthorsebatterystaple",
    ],
)  # fmt: skip
def test_names_and_places_do_not_look_random(value: str) -> None:
    assert not looks_random(value)


@pytest.mark.parametrize(
    "value",
    ["", "aaaa", "sk-" + "x" * 20, "${TOKEN}", "$TOKEN", "{{ token }}", "<token>", "%s", "****",
     "changeme", "change-me-please", "your-api-key", "REDACTED_TOKEN", "sk-REDACTED_TOKEN_2",
     "{token}", "key-...", "%(password)s", "EXAMPLE" + "KEY123"],
)  # fmt: skip
def test_placeholders(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize("value", ["REDACTED_TOKEN" + "leftover9x", "qX7v9Lm2", "P@$sw0rd9"])
def test_no_placeholders(value: str) -> None:
    assert not is_placeholder(value)


@pytest.mark.parametrize("value", ["test-token-1", "mySecretKey", "abc123def456", "user_12345", ""])
def test_generic(value: str) -> None:
    assert is_generic(value)


@pytest.mark.parametrize("value", ["sk-local-1", "aB3dE5fG", "acme-token", "a1b2c3d4"])
def test_not_generic(value: str) -> None:
    assert not is_generic(value)


def test_wordy_text_has_the_pairs_of_letters_that_words_have() -> None:
    assert is_wordy("connectToServer2")
    assert not is_wordy("xqzkvjwpmx")


def test_digests_are_told_by_their_length() -> None:
    assert is_digest("3fa9b7c1" * 4)
    assert is_digest("3fa9b7c1-3fa9-4fa9-9fa9-3fa9b7c13fa9")
    assert not is_digest("3fa9b7c1" * 4 + "a")


@pytest.mark.parametrize(
    "value",
    [
        "https://a.b/c",
        "./a/b",
        "~/a",
        "C:\\a",
        "a@b" + ".cd",
        "a.b.c",
        "0x5345434d",
        "1_000",
        "cfg.token2.value",
        "KRB5_PASSWORD",
        "acme/20240131/eu-west-1/x",
    ],
)
def test_references(value: str) -> None:
    assert is_reference(value)


def test_passwords_need_digits_or_symbols() -> None:
    assert looks_like_password("Zk3Nd6")
    assert looks_like_password("Correct!Horse")
    assert not looks_like_password("correct")
    assert not looks_like_password("Zk3")


def test_entropy_is_in_bits() -> None:
    assert entropy("") == 0
    assert entropy("aaaa") == 0
    assert entropy("ab" * 8) == pytest.approx(1)
    assert entropy("abcd") == pytest.approx(2)


def test_random_parts_beside_a_dot_are_no_reference() -> None:
    assert not is_reference("qX7v9Lm2Rt4Bw8" + ".Zk")


def test_words_may_be_glued_of_two_or_three() -> None:
    parts = frozenset({"secret", "pass", "word", "my"})
    assert is_made_of("secretpass", parts)
    assert is_made_of("passwordsecret", parts)
    assert not is_made_of("mysecret", parts)  # two letters are met by chance
    assert not is_made_of("secretpassword" + "secret", parts)
    assert not is_made_of("secretx", parts)
    assert not is_made_of("", parts)


def test_an_alphabet_is_not_random() -> None:
    assert not looks_random("qpzry9x8gf2tvdw0" + "s3jn54khce6mua7l")


def test_the_token_of_the_manuals_is_a_placeholder() -> None:
    assert is_placeholder("eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0" + "NTY3ODkwIn0.x7Qz")
