"""Values of telling names: keys are found in every notation, placeholders and code are not."""

from __future__ import annotations

import pytest

from prtool.detectors.secrets import SecretDetector
from tests.unit.detectors.samples import KEY, LOW_KEY, TEST_KEY, texts

SECRETS = SecretDetector()
SALT = KEY + "}%dF[<" + KEY[::-1] + ">#@(" + "&^;:,!"
"""What WordPress makes: any printable sign, some of which look like a template's."""


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        (f'api_key = "{KEY}"', None, [KEY]),
        (f"apiKey: '{KEY}',", "a.js", [KEY]),
        (f'APIKey: "{TEST_KEY}",', "a_test.go", [TEST_KEY]),
        (f"api-key: {LOW_KEY}", "config.yaml", [LOW_KEY]),
        (
            f'api-keys:\n  - "{TEST_KEY}"\n  - {LOW_KEY} # x\nnext: 1\n',
            "a.yml",
            [TEST_KEY, LOW_KEY],
        ),
        (f"api-keys: # two\n\n- {LOW_KEY}\n# c\n- {TEST_KEY}", "a.yml", [LOW_KEY, TEST_KEY]),
        (f'"api-keys": ["{TEST_KEY}", "{LOW_KEY}"],', "a.json", [TEST_KEY, LOW_KEY]),
        (f'APIKeys: []string{{"{TEST_KEY}", "{LOW_KEY}"}},', "a.go", [TEST_KEY, LOW_KEY]),
        (f"export ACME_TOKEN={KEY}", "a.sh", [KEY]),
        ("ACME_PASSWORD=hunt" + "3rPa$$w", ".env", ["hunt" + "3rPa$$w"]),
        ('password: "Zk3' + 'Nd6qX"', "a.yml", ["Zk3" + "Nd6qX"]),
        (f'{{\\"token\\":\\"{KEY}\\"}}', "a.go", [KEY]),
        (f'os.Setenv("API_KEY", "{KEY}")', "a.go", [KEY]),
        (f'client_secret: str = "{KEY}"', "a.py", [KEY]),
        (f'const token: string = "{KEY}"', "a.ts", [KEY]),
        (f'var apiKey = []byte("{KEY}")', "a.go", [KEY]),
        (f"--api-key {LOW_KEY} --port 1", None, [LOW_KEY]),
        (f"--token={KEY}", None, [KEY]),
        (f"<password>{KEY}</password>", "a.xml", [KEY]),
        (f'<add key="ApiKey" value="{KEY}"/>', "a.config", [KEY]),
        (f'"https://example.com/?api_key={KEY}&x=1"', "a.go", [KEY]),
        (f"spring.datasource.password={KEY}", "a.properties", [KEY]),
        (f"TOKEN={KEY}\\nOTHER=1", None, [KEY]),
        (f"'secret_key' => '{KEY}'", "a.php", [KEY]),
        (f'if (password == "{KEY}")', "a.c", [KEY]),
        (f'SecretKey("{KEY}")', "a.kt", [KEY]),
        (f'password_string = "{KEY}"', "a.py", [KEY]),
        (f"PASSWORD_POSTGRES={KEY}", ".env", [KEY]),
        (f"API_KEY_2={KEY}", ".env", [KEY]),
        (f"secretkey={KEY}", ".env", [KEY]),
        (f"process.env.ACME_API_KEY || '{KEY}'", "a.ts", [KEY]),
        (f"env.ACME_TOKEN ?? '{KEY}'", "a.ts", [KEY]),
        (f"# the admin password is {KEY}", "a.py", [KEY]),
        ('PASSWORD = "' + KEY[:13] + '.Er"', "A.java", [KEY[:13] + ".Er"]),
        (f"define( 'AUTH_KEY', '{SALT}' );", "a.php", [SALT]),
    ],
)
def test_found(text: str, path: str | None, expected: list[str]) -> None:
    assert expected == texts(SECRETS, text, path=path)


@pytest.mark.parametrize("path", [None, "a.yaml", "a.go", ".env"])
@pytest.mark.parametrize(
    "text",
    [
        'api_key = "changeme"', "api_key: your-api-key", 'token = "' + "x" * 16 + '"',
        "token: <token>", "token: ${ACME_TOKEN}", 'token = os.environ["ACME_TOKEN_1"]',
        'secret = "example-secret-1"', "password = getPassword2()", "token = parse_token(tok1)",
        "password: password123", "token: test-token-1", 'apiKey: "test-key"', 'password = ""',
        '"token": null', '"api_key": "string"', "max_tokens: 4096", 'tokenizer = "cl100k_base"',
        'token_type = "bearer0123"', "secretName: acme-tls-2024", 'passwordField: "pw_field_01"',
        "token := token.IDENT", "Token: token2,", "secret_path: /run/secrets/acme1",
        "api_key_env: ACME_API_KEY_1", 'apiKeyHeader: "X-Acme-Key-01"', "token=%s",
        'f"token={token1}"', 'password="{{ db_password1 }}"', "password: !vault |",
        'token = "aaaaaaaa1"', "password: **********", 'secret: "................"',
        "token: abc123", 'apiKey="sk-..."', "tokens_per_second: 123abc",
        'password_hash_algorithm = "pbkdf2_sha256"', "secret = base64.b64encode(x1)",
        'const TokenKind = "tk_arrow_2"', "TOKEN_LIMIT=100000", "--- PASS: TestThing/3 (0.1s)",
        "SECRETMEM_MAGIC = 0x5345434d", 'public_key = "' + KEY + '"',
        "id: 3fa9b7c1-3fa9-4fa9-9fa9-3fa9b7c13fa9", "commit = '" + "3fa9b7c1" * 5 + "'",
        "sha256: '" + "3fa9b7c1" * 8 + "'", "secret = r'([a-z0-9]{64})'",
        '"ChangeToken": "3fa9b7c1-3fa9-4fa9-9fa9-3fa9b7c13fa9"',
        "token_cache_key = '" + KEY + "'", "key2 = ed25519.Ed25519PrivateKey",
        'accessToken = "pk.eyJ' + KEY * 2 + '"', "secret_backend = vault_v2",
        "password: @DB_PASS2@",
        "Credential='acme/20240131/eu-west-1/s3/aws4_request'", 'PASSWORD_ENV = "KRB5_PASSWORD"',
        "the password is required2 here", "postgres://scott:tiger@db.example.com/x",
        'regex=token(r"acme_(?:pw|tkn)_[A-Za-z0-9_=.-]{32,64}")', "password: 'secretpassword'",
    ],
)  # fmt: skip
def test_left_alone(text: str, path: str | None) -> None:
    assert texts(SECRETS, text, path=path) == []


def test_in_code_only_what_stands_in_quotes_is_a_value() -> None:
    assert texts(SECRETS, f"cfg.Token = {KEY[:9]}", path="a.go") == []
    assert texts(SECRETS, f"token = {KEY[:9]}", path="a.ini") == [KEY[:9]]
