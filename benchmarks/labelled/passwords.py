"""Values of names that promise a secret, in the files and languages of real projects."""

from __future__ import annotations

from benchmarks.labelled.around import (
    argument,
    dockerfile,
    env,
    go,
    java,
    json_file,
    quoted_yaml,
    terraform,
    text,
    yaml,
)
from benchmarks.labelled.model import BASE62, Draw, Row

_DJANGO = "abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)"
"""Source: django.core.management.utils.get_random_secret_key."""
_SALT = BASE62 + "!@#$%^&*()-_[]{}<>~+=,.;:/?|"
"""Source: wp_generate_password of WordPress."""


ROWS = (
    Row(
        "compose-password",
        Draw.password,
        text(
            "docker-compose.yml",
            "services:\n  db:\n    image: postgres:16\n    environment:\n"
            "      POSTGRES_USER: acme\n      POSTGRES_PASSWORD: @@\n",
        ),
    ),
    Row("env-password", Draw.password, env("DB_PASSWORD")),
    Row("yaml-password", Draw.password, quoted_yaml("password")),
    Row("json-password", Draw.password, json_file("dbPassword")),
    Row(
        "python-password",
        Draw.password,
        text(
            "acme/mail.py",
            'import smtplib\n\ns = smtplib.SMTP("mail.example.com")\n'
            's.login(user="acme", password="@@")\n',
        ),
    ),
    Row("java-password", Draw.password, java("DB_PASSWORD")),
    Row(
        "php-password",
        Draw.password,
        text("config/db.php", "<?php\n$db = ['host' => 'db.example.com', 'password' => '@@'];\n"),
    ),
    Row(
        "wordpress-salt",
        lambda d: d.some(_SALT, 64),
        text("conf/keys.php", "<?php\ndefine( 'DB_NAME', 'acme' );\ndefine( 'AUTH_KEY', '@@' );\n"),
    ),
    Row("ruby-secret", lambda d: d.hex(128), yaml("secret_key_base")),
    Row(
        "django-secret",
        lambda d: d.some(_DJANGO, 50),
        text(
            "acme/base.py", "DEBUG = False\nSECRET_KEY = 'django-insecure-@@'\nALLOWED_HOSTS = []\n"
        ),
    ),
    Row("flask-secret", lambda d: d.hex(64), text("app.py", 'app.config["SECRET_KEY"] = "@@"\n')),
    Row("laravel-key", lambda d: "base64:" + d.base64(32), env("APP_KEY")),
    Row(
        "xml-password",
        Draw.password,
        text(
            "ci/maven.xml",
            "<settings>\n  <server>\n    <id>acme</id>\n    <password>@@</password>\n"
            "  </server>\n</settings>\n",
        ),
    ),
    Row(
        "csharp-secret",
        lambda d: d.url(40),
        text("src/Auth.cs", 'class Auth {\n    const string ClientSecret = "@@";\n}\n'),
    ),
    Row(
        "powershell-password",
        Draw.password,
        text("deploy/run.ps1", "$p = ConvertTo-SecureString '@@' -AsPlainText -Force\n"),
    ),
    Row(
        "ansible-password",
        Draw.password,
        text("playbook.yml", "- hosts: web\n  vars:\n    ansible_become_pass: @@\n"),
    ),
    Row("terraform-password", Draw.password, terraform("master_password")),
    Row(
        "kotlin-key",
        lambda d: d.alnum(40),
        text("app/src/Config.kt", 'object Config {\n    const val API_KEY = "@@"\n}\n'),
    ),
    Row("swift-key", lambda d: d.hex(40), text("App/Keys.swift", 'let apiSecret: String = "@@"\n')),
    Row("rust-key", lambda d: d.url(43), text("src/main.rs", 'const API_TOKEN: &str = "@@";\n')),
    Row("go-key", lambda d: d.alnum(32), go("apiKey")),
    Row("python-argument", lambda d: d.alnum(40), argument('acme.connect(api_key="@@", retry=3)')),
    Row(
        "fallback",
        lambda d: d.alnum(32),
        text("src/conf.ts", 'export const key = process.env.ACME_API_KEY || "@@";\n'),
    ),
    Row(
        "getenv-default",
        lambda d: d.alnum(32),
        text("acme/conf.py", 'import os\n\nTOKEN = os.environ.get("ACME_TOKEN", "@@")\n'),
    ),
    Row("dockerfile-secret", lambda d: d.alnum(32), dockerfile("JWT_SECRET")),
    Row(
        "test-secret",
        lambda d: d.base64(24),
        text("internal/acme/sign_test.go", 'package acme\n\nvar webhookSecret = []byte("@@")\n'),
    ),
    Row(
        "helm-set",
        Draw.password,
        text("Makefile", "install:\n\thelm install acme . --set postgresql.auth.password='@@'\n"),
    ),
    Row(
        "comment-password",
        Draw.password,
        text("acme/db.py", "# TODO remove: the admin password is @@\nimport acme.db  # noqa\n"),
    ),
)
