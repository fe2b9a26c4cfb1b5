"""The built-in file shapes: what a live machine leaves behind goes, what upstream has stays."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from prtool.model.globs import compile_globs, matches
from prtool.rules.load import builtin, load
from prtool.rules.schema import FAMILIES

SAMPLE = 4096
DAY = "-" + "20260131"

HOME = "/" + "home/" + "mira"
ADDRESS = ".".join(("10", "1", "2", "3"))
LIVE_CONFIG = f"port: 8080\nauth-dir: {HOME}/.acme\n"
LIVE_KEYS = "api-keys:\n  - " + "'" + "ab12" * 8 + "'\n"
PLAIN_CONFIG = "port: 8080\nhost: 127.0.0.1\napi-keys:\n  - your-api-key\n"
UNIT = "[Unit]\nDescription=acme\n\n[Service]\nExecStart=/opt/acme/acme\n"
JOB = "<plist><dict><key>ProgramArguments</key><array/></dict></plist>"
LOGIN = '{"access_token": "abc", "expiry": 1}'
DUMP = "-- PostgreSQL database dump\n\nSET x = 1;\n"
LIVE_NOTES = "# Problem\n\nRun systemctl restart acme on the box.\n"

GOES = [
    # local configuration
    ("config.yaml", PLAIN_CONFIG, "local-config"),
    ("config.json", "{}", "local-config"),
    ("settings.toml", "", "local-config"),
    ("config.local.yaml", "", "local-config"),
    ("deploy/config.local.json", "", "local-config"),
    ("app.local.toml", "", "local-config"),
    (".env", "", "local-config"),
    (".env.production", "", "local-config"),
    ("web/.env.local", "", "local-config"),
    ("prod.env", "", "local-config"),
    (".envrc", "", "local-config"),
    ("docker-compose.override.yml", "", "local-config"),
    ("compose.override.yaml", "", "local-config"),
    ("docker-compose.local.yml", "", "local-config"),
    (".tool/settings.local.json", "", "local-config"),
    ("deploy/app.secrets.yaml", "", "local-config"),
    ("secrets.yaml", "", "local-config"),
    ("infra/terraform.tfvars", "", "local-config"),
    ("infra/terraform.tfstate", "", "local-config"),
    ("infra/terraform.tfstate.backup", "", "local-config"),
    (".netrc", "", "local-config"),
    (".pypirc", "", "local-config"),
    ("mysite/local_settings.py", "", "local-config"),
    ("android/local.properties", "", "local-config"),
    ("config/local.json", "", "local-config"),
    (".kube/config", "", "local-config"),
    ("wp-config.php", "", "local-config"),
    ("nginx.conf" + ".local", "", "local-config"),
    (".npmrc", "//registry.example.com/:_authToken=x", "local-config"),
    ("deploy/config.yaml", LIVE_CONFIG, "local-config"),
    ("deploy/config.yaml", LIVE_KEYS, "local-config"),
    ("cmd/server/config.prod.yaml", f"upstream: http://{ADDRESS}:8317\n", "local-config"),
    ("deploy/staging/run.sh", f"cd {HOME}/acme\n", "local-config"),
    ("Caddyfile", f"reverse_proxy {ADDRESS}:8317\n", "local-config"),
    # backup copies
    ("main.go.bak", "package main\n", "backup"),
    ("config.yaml.bak" + DAY, "", "backup"),
    ("config.yaml.bak2", "", "backup"),
    ("config.bak.yaml", "", "backup"),
    ("server.go.orig", "", "backup"),
    ("server.go.rej", "", "backup"),
    ("README.md~", "", "backup"),
    ("config.yaml.old", "", "backup"),
    ("config.yaml.20260131", "", "backup"),
    ("config.yaml.2026-01-31-1200", "", "backup"),
    ("config_20260131.yaml", "", "backup"),
    ("config-backup.yaml", "", "backup"),
    ("config.yaml.1", "", "backup"),
    (f"acme-backup{DAY}/main.go", "package main\n", "backup"),
    ("internal.bak/api/handler.go", "package api\n", "backup"),
    ("backups/" + "2026-01-31/main.go", "package main\n", "backup"),
    ("backup/config.yaml", PLAIN_CONFIG, "backup"),
    ("backups/acme-v1", "", "backup"),
    (".backup/main.go", "package main\n", "backup"),
    ("etc/acme.conf.dpkg-old", "", "backup"),
    ("Copy of notes.txt", "", "backup"),
    ("config copy.yaml", "", "backup"),
    # units
    ("acme.service", UNIT, "unit"),
    ("deploy/systemd/acme.timer", "[Timer]\nOnBootSec=1\n", "unit"),
    ("deploy/acme.container", "[Container]\nImage=x\n", "unit"),
    ("deploy/acme.service.d/override.conf", "[Service]\nEnvironment=A=b\n", "unit"),
    ("Library/org.example.acme.plist", JOB, "unit"),
    ("supervisord.conf", "[supervisord]\n", "unit"),
    ("deploy/acme.conf", "[program:acme]\ncommand=acme\n", "unit"),
    ("ecosystem.config.js", f"module.exports = {{cwd: '{HOME}/acme'}}", "unit"),
    ("crontab", "*/5 * * * * /opt/acme/run\n", "unit"),
    ("deploy/sites-enabled/acme", "server {}", "unit"),
    # logs
    ("server.log", "", "log"),
    ("server.log.1", "", "log"),
    ("server.log-20260131.gz", "", "log"),
    ("nohup.out", "", "log"),
    ("logs/requests.json", "", "log"),
    ("var/logs/out.txt", "", "log"),
    ("acme.pid", "", "log"),
    ("debug/session.har", "", "log"),
    # editors and systems
    (".idea/workspace.xml", "", "editor"),
    (".vscode/launch.json", "", "editor"),
    ("internal/.main.go.swp", "", "editor"),
    (".DS_Store", "", "editor"),
    ("Thumbs.db", "", "editor"),
    ("acme.iml", "", "editor"),
    ("tool/__pycache__/a.cpython-311.pyc", "", "editor"),
    (".venv/pyvenv.cfg", "", "editor"),
    (".cache/go-build/00/0019-d", "", "editor"),
    (".worktrees/fix/main.go", "package main\n", "editor"),
    # staging
    ("staging/acme-new", "", "staging"),
    ("staging/config.json", "{}", "staging"),
    (".staging/main.go", "package main\n", "staging"),
    (f"staging{DAY}/config.yaml", "port: 8080\n", "staging"),
    ("rollback/acme-v1", "", "staging"),
    ("acme.conf.new", "", "staging"),
    ("upload.tmp", "", "staging"),
    # key material
    ("certs/server.pem", "", "key-material"),
    ("server.key", "", "key-material"),
    ("id_ed25519", "", "key-material"),
    ("deploy/id_rsa.pub", "", "key-material"),
    ("client.ovpn", "", "key-material"),
    ("vault.kdbx", "", "key-material"),
    ("credentials.json", "", "key-material"),
    ("service-account-acme.json", "", "key-material"),
    ("auths/acme-mira.json", LOGIN, "key-material"),
    ("token.json", LOGIN, "key-material"),
    (".ssh/config", "", "key-material"),
    ("wg0.conf", "[Interface]\n" + "Private" + "Key = abc\n", "key-material"),
    ("release.asc", "-----BEGIN PGP " + "PRIVATE KEY BLOCK-----\n", "key-material"),
    # databases and archives
    ("data.sqlite", "", "database"),
    ("var/acme.db", "", "database"),
    ("var/acme.db-wal", "", "database"),
    ("usage.dump", "", "database"),
    ("usage.sql.gz", "", "database"),
    ("all.sql", DUMP, "database"),
    ("release.tar.gz", "", "archive"),
    ("acme_linux.zip", "", "archive"),
    # notes
    ("NOTES.local.md", "", "private-notes"),
    ("TODO.private.md", "", "private-notes"),
    ("HANDOFF.md", "", "private-notes"),
    ("docs/HANDOFF-2026-01.md", "", "private-notes"),
    ("docs/plan.private.md", "", "private-notes"),
    (".prtool/lexicon.yaml", "", "private-notes"),
    ("private/todo.md", "", "private-notes"),
    ("FORK_MAINTENANCE.md", "", "private-notes"),
    ("README_Fork.md", "", "private-notes"),
    ("PR_DESCRIPTION_BACKEND.md", "", "private-notes"),
    ("docs/alias-investigation.md", LIVE_NOTES, "private-notes"),
    ("NOTES.md", f"started from {HOME}/acme\n", "private-notes"),
]

GO = "package backup\n"
STAYS = [
    ("config.example.yaml", PLAIN_CONFIG),
    ("config.example.yaml", LIVE_KEYS),
    ("example.config.yaml", LIVE_CONFIG),
    ("config.yaml.example", LIVE_CONFIG),
    ("config.sample.json", "{}"),
    ("config.schema.json", "{}"),
    (".env.example", ""),
    (".env.sample", ""),
    (".env.template", ""),
    (".env.dist", ""),
    ("example.env", ""),
    ("testdata/config.yaml", LIVE_CONFIG),
    ("internal/api/testdata/config.yaml", LIVE_KEYS),
    ("examples/basic/config.yaml", LIVE_CONFIG),
    ("internal/config/config.yaml", PLAIN_CONFIG),
    ("internal/config/config.go", "package config\n"),
    ("internal/config/config_test.go", LIVE_KEYS),
    ("internal/config/local.go", "package config\n"),
    ("src/config.ts", ""),
    ("src/settings.py", ""),
    ("config/routes.rb", ""),
    ("charts/acme/values.yaml", PLAIN_CONFIG),
    ("charts/acme/templates/secrets.yaml", "kind: Secret\n"),
    ("charts/acme/templates/secret.yaml", "kind: Secret\n"),
    ("k8s/configmap.yaml", "kind: ConfigMap\n"),
    ("docs/config.yaml", LIVE_KEYS),
    ("Dockerfile", ""),
    ("docker-compose.yml", ""),
    ("docker-compose.dev.yml", ""),
    ("Makefile", ""),
    ("go.mod", ""),
    ("package.json", "{}"),
    ("package-lock.json", "{}"),
    ("pyproject.toml", ""),
    (".github/workflows/ci.yml", ""),
    (".github/ISSUE_TEMPLATE/config.yml", "blank_issues_enabled: false\n"),
    (".github/dependabot.yml", ""),
    (".gitignore", ""),
    (".gitattributes", ""),
    (".editorconfig", ""),
    (".golangci.yml", ""),
    (".pre-commit-config.yaml", ""),
    (".goreleaser.yml", ""),
    (".npmrc", "engine-strict=true\n"),
    ("docs/index.md", ""),
    ("docs/backup/restore.md", ""),
    ("CHANGELOG.md", ""),
    ("SECURITY.md", ""),
    ("README_CN.md", ""),
    ("PRIVACY.md", ""),
    ("docs/backup.md", "Run systemctl restart acme.\n"),
    (".github/PULL_REQUEST_TEMPLATE.md", ""),
    ("docs/runbook.md", "# How to release\n"),
    ("TODO.md", "- more tests\n"),
    # folders of source that are called like what a machine leaves
    ("backup.go", GO),
    ("pkg/backup/backup.go", GO),
    ("pkg/backup/backup_test.go", GO),
    ("pkg/backup/testdata/full.json", "{}"),
    ("backup/backup.go", GO),
    ("backup/README.md", ""),
    ("backup/testdata/full.json", "{}"),
    ("cmd/backup/main.go", GO),
    ("web/src/backup/index.tsx", ""),
    ("k8s/backup/cronjob.yaml", "kind: CronJob\n"),
    ("k8s/postgres-backup.yaml", "kind: CronJob\n"),
    ("scripts/db-backup.sh", ""),
    ("scripts/pg_backup", ""),
    ("staging/stage.go", "package staging\n"),
    ("staging/src/example.org/api/types.go", ""),
    ("deploy/staging/kustomization.yaml", "resources: []\n"),
    ("docs/staging.md", ""),
    ("internal/release/rollback.go", ""),
    ("internal/logging/log.go", ""),
    ("pkg/logs/reader.go", ""),
    ("logs/logs.go", "package logs\n"),
    ("logs/.gitkeep", ""),
    ("web/src/logs/view.vue", ""),
    ("parser/testdata/access.log", ""),
    ("src/auth/token.go", ""),
    ("auth/schema.json", LOGIN),
    ("src/design/tokens.json", '{"color": {"value": "#fff"}}'),
    ("web/src/user.service.ts", ""),
    ("dbus/org.example.Acme.service", "[D-BUS Service]\nName=x\n"),
    ("ios/App/Info.plist", "<plist><dict><key>CFBundleName</key></dict></plist>"),
    ("migrations/20260131_init.sql", "CREATE TABLE x;\n"),
    ("migrations/V1.20260131_1200__init.sql", "CREATE TABLE x;\n"),
    ("schema.sql", "CREATE TABLE x;\n"),
    ("man/acme.1", ""),
    ("docs/v1.2.3.md", ""),
    ("tls/testdata/cert.pem", ""),
    ("tls/testdata/server.key", ""),
    ("internal/db/db.go", ""),
    ("gradle/wrapper/gradle-wrapper.jar", ""),
    ("api/testdata/bundle.tar.gz", ""),
    ("store/testdata/sample.db", ""),
    ("nginx/nginx.conf", "server_name example.com;\n"),
    ("locales/en.local.ts.md", ""),
    ("web/ecosystem.config.js", "module.exports = {}"),
    ("docs/how-to/incident-response.md", "Write to the list.\n"),
    ("requirements.txt", "pyyaml\n"),
    ("src/old/legacy.c", ""),
]


@pytest.fixture(scope="module")
def names_of() -> Callable[[str, str], set[str]]:
    """Tell which shapes a file has."""
    ids = {f"{family}/{name}" for family in FAMILIES for name in NAMES}
    shapes = [
        (shape.name, compile_globs(shape.paths), re.compile(shape.content or ""))
        for shape in load([builtin()], ids).shapes
    ]

    def names(path: str, text: str) -> set[str]:
        return {
            name
            for name, globs, content in shapes
            if matches(globs, path) and content.search(text[:SAMPLE])
        }

    return names


NAMES = (
    "home-directory", "private-root", "new-public-host", "mention", "ambiguous-term", "marker",
    "marker-unclosed", "inline-allow", "email", "private-address", "password-hash",
)  # fmt: skip


@pytest.mark.parametrize(("path", "text", "name"), GOES)
def test_file_of_one_machine_is_told(
    names_of: Callable[[str, str], set[str]], path: str, text: str, name: str
) -> None:
    assert name in names_of(path, text)


@pytest.mark.parametrize(("path", "text"), STAYS)
def test_file_that_upstream_could_have_stays(
    names_of: Callable[[str, str], set[str]], path: str, text: str
) -> None:
    assert names_of(path, text) == set()
