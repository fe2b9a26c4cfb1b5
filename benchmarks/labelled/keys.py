"""Private keys, and secrets that stand in another form: base64, gzip, hexadecimal, UTF-16."""

from __future__ import annotations

import base64
import gzip
import json

from benchmarks.labelled import formats
from benchmarks.labelled.around import text
from benchmarks.labelled.model import Draw, Row

_KEY_NAME = "PRIVATE " + "KEY"


def _in_json(_: Draw, value: str) -> tuple[str, str]:
    return "config/tls.json", json.dumps({"port": 443, "tls": {"key": value + "\n"}}) + "\n"


def _in_secret(_: Draw, value: str) -> tuple[str, str]:
    encoded = base64.b64encode(value.encode()).decode()
    return "k8s/secret.yaml", (
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: acme-api\ntype: Opaque\ndata:\n"
        f"  upstream: {encoded}\n"
    )


def _in_utf16(_: Draw, value: str) -> tuple[str, bytes]:
    return "deploy/settings.ps1", f"$region = 'eu'\r\n$token = '{value}'\r\n".encode("utf-16")


def _in_gzip(_: Draw, value: str) -> tuple[str, str]:
    packed = gzip.compress(f"#!/bin/sh\nexport GITHUB_TOKEN={value}\n".encode(), mtime=0)
    return "infra/user_data.tf", f'user_data = "{base64.b64encode(packed).decode()}"\n'


def _in_hex(_: Draw, value: str) -> tuple[str, str]:
    return "tools/blob.py", f'BLOB = bytes.fromhex("{value.encode().hex()}")\n'


def _in_escapes(_: Draw, value: str) -> tuple[str, str]:
    return "src/x.js", 'send("' + "".join(f"\\x{byte:02x}" for byte in value.encode()) + '");\n'


def _jwk(d: Draw) -> str:
    return json.dumps({"kty": "EC", "crv": "P-256", "x": d.base64url(32), "y": d.base64url(32),
                       "d": d.base64url(32), "kid": "acme-1"})  # fmt: skip


def _github(d: Draw) -> str:
    return formats.with_crc("ghp_", d.alnum(30))


_KEYS = (
    Row("rsa-key", lambda d: formats.rsa_key(d, "RSA " + _KEY_NAME), text("ops/tls.txt", "@@\n")),
    Row("ec-key", formats.ec_key, text("ops/ec.txt", "@@\n")),
    Row(
        "pkcs8-key",
        lambda d: formats.pkcs8_key(d, _KEY_NAME),
        text("acme/jwt.py", 'KEY = """@@"""\n\n\ndef sign(): ...\n'),
    ),
    Row("openssh-key", formats.openssh_key, text("ops/deploy.txt", "@@\n")),
    Row("pgp-key", formats.pgp_key, text("ops/sign.asc.txt", "@@\n")),
    Row("key-in-json", lambda d: formats.ec_key(d), _in_json),
    Row(
        "key-in-yaml",
        lambda d: formats.rsa_key(d, "RSA " + _KEY_NAME),
        lambda _, value: (
            "k8s/tls.yaml",
            "stringData:\n  tls.key: |\n    " + value.replace("\n", "\n    ") + "\n",
        ),
    ),
    Row(
        "key-in-base64",
        lambda d: base64.b64encode(formats.ec_key(d).encode()).decode(),
        text("k8s/config.yaml", "users:\n- name: acme\n  user:\n    client-key-data: @@\n"),
    ),
    Row(
        "wireguard-key",
        lambda d: d.base64(32),
        text("ops/wg.txt", "[Interface]\nPrivateKey = @@\nAddress = 192.0.2.2/24\n"),
    ),
    Row("jwk", _jwk, text("src/keys.json", "@@\n")),
    Row(
        "putty-key",
        lambda d: "\n".join((d.base64(48), d.base64(48))),
        text(
            "ops/key.txt",
            "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 2\n@@\n",
        ),
    ),
)

_ENCODED = (
    Row("secret-data", _github, _in_secret),
    Row("utf-16", _github, _in_utf16),
    Row("gzip", _github, _in_gzip),
    Row("hex", _github, _in_hex),
    Row("escapes", _github, _in_escapes),
    Row(
        "percent",
        lambda d: d.password(10, "!").replace("!", "%21"),
        text("acme/db.py", 'URL = "postgres://acme:@@@db.example.com/acme"\n'),
    ),
    Row(
        "base64-line",
        lambda d: base64.b64encode(
            f"export AWS_ACCESS_KEY_ID={'AKIA' + d.base32(16)}\n".encode()
        ).decode(),
        text("ci/setup.yml", "steps:\n  - run: echo @@ | base64 -d | sh\n"),
    ),
    Row(
        "notebook",
        lambda d: f"sk-proj-{d.url(74)}T3BlbkFJ{d.url(74)}",
        text(
            "eval.ipynb",
            '{"cells": [{"cell_type": "code", "source": ["import os\\n",\n'
            '  "os.environ[\\"KEY\\"] = \\"@@\\"\\n"]}], "nbformat": 4}\n',
        ),
    ),
)

ROWS = (*_KEYS, *_ENCODED)
