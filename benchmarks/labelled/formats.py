"""Formats with a structure that a draw alone doesn't give: checksums, DER, macaroons, JSON."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import textwrap
import zlib

from benchmarks.labelled.model import BASE62, Draw


def base62(number: int, size: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 62)
        digits = BASE62[rest] + digits
    return digits.rjust(size, "0")


def with_crc(prefix: str, body: str) -> str:
    """Return a token of GitHub or npm: the last six digits are CRC-32 in base 62."""
    return prefix + body + base62(zlib.crc32(body.encode()), 6)


def jwt(d: Draw, **claims: object) -> str:
    """Return a token that is signed with HS256. Source: RFC 7519."""
    parts = [
        _url(json.dumps(part, separators=(",", ":")).encode())
        for part in ({"alg": "HS256", "typ": "JWT"}, {"sub": d.digits(10), **claims})
    ]
    signed = ".".join(parts)
    return signed + "." + _url(hmac.digest(d.raw(32), signed.encode(), "sha256"))


def pypi(d: Draw) -> str:
    """Return an upload token: a macaroon of version 2 in base64url."""
    caveat = b'[[0,1893456000,1861920000],[3,"' + d.uuid().encode() + b'"]]'
    body = (
        b"\x02\x01\x08pypi.org\x02\x24" + d.uuid().encode() + b"\x00\x02"
        + bytes((len(caveat),)) + caveat + b"\x00\x00\x06\x20" + d.raw(32)
    )  # fmt: skip
    return "pypi-" + _url(body)


def rsa_key(d: Draw, kind: str = "RSA PRIVATE KEY") -> str:
    """Return a block with the structure of PKCS#1; its numbers are no primes."""
    sizes = (257, 3, 256, 129, 129, 129, 128, 128)
    numbers = (b"\x02\x01\x00", *(_der(2, b"\x00" + d.raw(size)) for size in sizes))
    return pem(kind, _der(0x30, b"".join(numbers)))


def ec_key(d: Draw) -> str:
    """Return a block with the structure of SEC 1 on the curve P-256."""
    curve = bytes.fromhex("a00a06082a8648ce3d030107")
    public = b"\xa1\x44\x03\x42\x00\x04" + d.raw(64)
    return pem(
        "EC " + "PRIVATE KEY", _der(0x30, b"\x02\x01\x01" + _der(4, d.raw(32)) + curve + public)
    )


def pkcs8_key(d: Draw, kind: str = "PRIVATE KEY") -> str:
    head = bytes.fromhex("020100300d06092a864886f70d0101010500")
    return pem(kind, _der(0x30, head + _der(4, d.raw(1190))))


def openssh_key(d: Draw) -> str:
    name = b"\0\0\0\x0bssh-ed25519\0\0\0\x20"
    public = name + d.raw(32)
    private = d.raw(4) * 2 + public + b"\0\0\0\x40" + d.raw(64) + b"\0\0\0\x04acme\1\2\3"
    body = (
        b"openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none\0\0\0\0\0\0\0\x01"
        + len(public).to_bytes(4, "big") + public + len(private).to_bytes(4, "big") + private
    )  # fmt: skip
    return pem("OPENSSH " + "PRIVATE KEY", body, width=70)


def pgp_key(d: Draw) -> str:
    body = "\n".join(textwrap.wrap(d.base64(900), 64))
    name = "PGP " + "PRIVATE KEY BLOCK"
    return f"-----BEGIN {name}-----\n\n{body}\n={d.base64(3)}\n-----END {name}-----"


def pem(kind: str, body: bytes, width: int = 64) -> str:
    """Return bytes as a block of text. Source: RFC 7468."""
    lines = "\n".join(textwrap.wrap(base64.b64encode(body).decode(), width))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----"


def age_key(d: Draw) -> str:
    """Return an identity of age: 32 bytes in Bech32 with its checksum. Source: BIP 173."""
    signs = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    prefix = "age-secret-key-"
    number = int.from_bytes(d.raw(32), "big") << 4  # 256 bits in 52 digits of five bits
    digits = [(number >> 5 * at) & 31 for at in reversed(range(52))]
    head = [ord(sign) >> 5 for sign in prefix] + [0] + [ord(sign) & 31 for sign in prefix]
    check = _polymod([*head, *digits, 0, 0, 0, 0, 0, 0]) ^ 1
    digits += [(check >> 5 * at) & 31 for at in reversed(range(6))]
    return (prefix + "1" + "".join(signs[digit] for digit in digits)).upper()


def _polymod(values: list[int]) -> int:
    steps = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, step in enumerate(steps):
            check ^= step if top >> bit & 1 else 0
    return check


def gitlab_routable(d: Draw) -> str:
    """Return a personal token of the routable kind: payload, version, length, CRC in base 36."""
    payload = d.base64url(28)
    token = f"glpat-{payload}.01.{_base36(len(payload), 2)}"
    return token + _base36(zlib.crc32(token.encode()), 7)


def _base36(number: int, size: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits.rjust(size, "0")


def atlassian(d: Draw) -> str:
    """Return an API token: its tail is a CRC-32 in hexadecimal."""
    body = "ATA" + "TT3xFfGF0" + d.url(171)
    return f"{body}={zlib.crc32(body.encode()):08X}"


def grafana_account(d: Draw) -> str:
    body = d.alnum(32)
    return f"glsa_{body}_{zlib.crc32(body.encode()):08x}"


def sentry_organisation(d: Draw) -> str:
    claims = {"iat": 1861920000.1, "url": "https://sentry.io", "org": "acme"}
    return "sntrys_" + base64.b64encode(json.dumps(claims).encode()).decode() + "_" + d.url(43)


def onepassword(d: Draw) -> str:
    claims = {"email": "acme@example.com", "muk": {"k": d.base64url(32)}, "secretKey": d.upper(34)}
    claims["deviceUuid"] = d.lower(26)
    return "ops_" + _url(json.dumps(claims, separators=(",", ":")).encode()) + d.base64url(90)


def service_account(d: Draw) -> str:
    """Return the key file of a service account of Google's, on several lines."""
    fields = {
        "type": "service_account", "project_id": "acme-prod", "private_key_id": d.hex(40),
        "private_key": pkcs8_key(d) + "\n",
        "client_email": "acme@" + "acme-prod.iam.gserviceaccount.com", "client_id": d.digits(21),
        "token_uri": "https://oauth2.googleapis.com/token",
    }  # fmt: skip
    return json.dumps(fields, indent=2)


def crypt_hash(d: Draw) -> str:
    signs = "./" + BASE62
    return f"$6${d.some(signs, 16)}${d.some(signs, 86)}"


def sha512_base64(d: Draw) -> str:
    return base64.b64encode(hashlib.sha512(d.raw(8)).digest()).decode()


def _url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _der(tag: int, body: bytes) -> bytes:
    size = len(body)
    if size < 128:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body
