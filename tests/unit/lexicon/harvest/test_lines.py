"""INI, shell and systemd: every private value with its kind and line, all else left."""

from __future__ import annotations

import pytest

from prtool.lexicon.harvest import Reason
from prtool.model.finding import Kind
from tests.unit.lexicon.harvest.samples import KEY, LAN, ME, PLACES, ZZ, Reaper, left, taken

GITCONFIG = """\
; mine
[user]
\tname = Robin Initech
\temail = robin@<LAN> ; work
[remote "origin"]
\turl = git@git.<LAN>:team/repo.git
\tfetch = +refs/heads/*:refs/remotes/origin/*
[remote "up"]
\turl = https://github.com/globex/relay.git
[url "git@git2.<LAN>:"]
\tinsteadOf = https://git2.<LAN>/
[includeIf "gitdir:~/work/qx/"]
\tpath = ~/work/qx/.gitconfig
[credential "https://git3.<LAN>"]
\thelper = store
\tusername = rinitech
[core]
\tbare
\tsshCommand = ssh -i \\
 ~/.ssh/qx_key
[db] host = pg1.<LAN>
[mail]
servers: smtp1.<LAN>
   smtp2.<LAN>
password: "@KEY@"
"""


def test_ini_and_gitconfig(reap: Reaper) -> None:
    harvest = reap(".gitconfig", GITCONFIG)
    assert taken(harvest) == {
        "Robin Initech": (Kind.PERSON, 3),
        f"robin@{LAN}": (Kind.EMAIL, 4),
        LAN: (Kind.HOST, 4),
        f"git.{LAN}": (Kind.HOST, 6),
        f"git2.{LAN}": (Kind.HOST, 10),
        f"https://git2.{LAN}": (Kind.URL, 11),
        "~/work/qx": (Kind.PATH, 12),
        "~/work/qx/.gitconfig": (Kind.PATH, 13),
        f"git3.{LAN}": (Kind.HOST, 14),
        f"https://git3.{LAN}": (Kind.URL, 14),
        "rinitech": (Kind.USER, 16),
        "~/.ssh/qx_key": (Kind.PATH, 19),
        f"pg1.{LAN}": (Kind.HOST, 21),
        f"smtp1.{LAN}": (Kind.HOST, 23),
        f"smtp2.{LAN}": (Kind.HOST, 24),
        KEY: (Kind.SECRET, 25),
    }
    assert left(harvest) == {
        "git": Reason.GENERIC,
        "github.com": Reason.PUBLIC_HOST,
        "https://github.com/globex/relay.git": Reason.PUBLIC_HOST,
    }


def test_a_registry_token_of_npm(reap: Reaper) -> None:
    harvest = reap(".npmrc", f"registry=https://gw.{LAN}/\n//gw.{LAN}/:_authToken=@KEY@\n")
    assert taken(harvest) == {
        f"gw.{LAN}": (Kind.HOST, 1),
        f"https://gw.{LAN}": (Kind.URL, 1),
        KEY: (Kind.SECRET, 2),
    }


ENV = """\
# ask robin@<LAN>
export NORTHROUTER_API_KEY="@KEY@" # prod
API_KEYS=@KEY2@,@KEY3@
BASE_URL=http://localhost:8317
DB_DSN=postgres://svc_qx:@KEY4@@db.<LAN>:5432/qx
OWNER=Robin Initech
SMTP_FROM="Robin Initech <robin@<ZZ>>"
AUTH_DIR=~/.qx-auth
TOKEN=$OTHER
DEBUG=true
PORT=8317
PATH=$PATH:/home/<ME>/bin
PEM='-----BEGIN
abc
-----END'
LAST_TOKEN="@KEY5@\\"x\\$"
"""


def test_a_dotenv_file(reap: Reaper) -> None:
    harvest = reap(".env.production", ENV)
    assert taken(harvest) == {
        KEY: (Kind.SECRET, 2),
        KEY + "-22": (Kind.SECRET, 3),
        KEY + "-33": (Kind.SECRET, 3),
        KEY + "-44": (Kind.SECRET, 5),
        "svc_qx": (Kind.USER, 5),
        f"db.{LAN}": (Kind.HOST, 5),
        f"postgres://db.{LAN}:5432/qx": (Kind.URL, 5),
        "Robin Initech": (Kind.PERSON, 6),
        f"robin@{ZZ}": (Kind.EMAIL, 7),
        "~/.qx-auth": (Kind.PATH, 8),
        f"/home/{ME}/bin": (Kind.PATH, 12),
        "robin": (Kind.USER, 12),
        KEY + '-55"x$': (Kind.SECRET, 16),
    }
    assert left(harvest) == {
        "localhost": Reason.RESERVED,
        "http://localhost:8317": Reason.RESERVED,
        "$OTHER": Reason.REFERENCE,
        "8317": Reason.NUMBER,
        "$PATH": Reason.REFERENCE,
    }


SHELL = """\
#!/bin/sh
set -e
export QX_TOKEN=@KEY@ QX_HOST=ignored; echo done
setenv NORTH_SECRET @KEY2@
DB_PASSWORD='@KEY3@' ./run --user-file /home/<ME>/list
ssh robin@falcon.<LAN> "uptime"
curl -H "Authorization: Bearer @KEY4@" http://gw.<LAN>:8317/v1
"""


def test_shell_exports_and_the_commands_between_them(reap: Reaper) -> None:
    harvest = reap("deploy.sh", SHELL)
    assert taken(harvest) == {
        KEY: (Kind.SECRET, 3),
        KEY + "-22": (Kind.SECRET, 4),
        KEY + "-33": (Kind.SECRET, 5),
        f"/home/{ME}/list": (Kind.PATH, 5),
        "robin": (Kind.USER, 5),
        f"robin@falcon.{LAN}": (Kind.EMAIL, 6),
        f"falcon.{LAN}": (Kind.HOST, 6),
        f"gw.{LAN}": (Kind.HOST, 7),
        f"http://gw.{LAN}:8317/v1": (Kind.URL, 7),
        KEY + "-44": (Kind.SECRET, 7),
    }


UNIT = """\
[Unit]
Description=A relay
After=network-online.target qx-db.service
Documentation=https://github.com/globex/relay
[Service]
User=robin
Group=docker
WorkingDirectory=/opt/qx-relay
# a comment
Environment="QX_TOKEN=@KEY@" LOG=debug 'HTTPS_PROXY=http://@IP@:3128'
EnvironmentFile=-/etc/qx/relay.env
ExecStartPre=/bin/sh -c 'sudo -u svcqx /usr/bin/true'
ExecStart=-/opt/qx-relay/bin/relay --config=/home/<ME>/relay.yaml \\
  --listen gw.<LAN>:8317 \\
  --password=@KEY2@ --owner globexteam
Restart=always
[Install]
WantedBy=multi-user.target
Alias=northd.service
"""


def test_a_systemd_service(reap: Reaper) -> None:
    harvest = reap("qx-relay.service", UNIT)
    assert taken(harvest) == {
        "qx-relay.service": (Kind.UNIT, 1),
        "qx-db.service": (Kind.UNIT, 3),
        "robin": (Kind.USER, 6),
        "/opt/qx-relay": (Kind.PATH, 8),
        KEY: (Kind.SECRET, 10),
        PLACES["@IP@"]: (Kind.HOST, 10),
        f"http://{PLACES['@IP@']}:3128": (Kind.URL, 10),
        "/etc/qx/relay.env": (Kind.PATH, 11),
        "svcqx": (Kind.USER, 12),
        KEY + "-22": (Kind.SECRET, 13),
        "/opt/qx-relay/bin/relay": (Kind.PATH, 13),
        f"/home/{ME}/relay.yaml": (Kind.PATH, 13),
        f"gw.{LAN}": (Kind.HOST, 13),
        "northd.service": (Kind.UNIT, 19),
    }
    assert left(harvest) == {
        "network-online.target": Reason.GENERIC,
        "github.com": Reason.PUBLIC_HOST,
        "https://github.com/globex/relay": Reason.PUBLIC_HOST,
        "docker": Reason.GENERIC,
        "/bin/sh": Reason.GENERIC,
        "multi-user.target": Reason.GENERIC,
    }


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("qx-sync.timer", "qx-sync.timer"),
        ("qx.socket", "qx.socket"),
        ("qx-relay.service.bak-2024", "qx-relay.service"),
        ("qx-relay.service.d/override.conf", "qx-relay.service"),
        ("qx-pod.container", "qx-pod.service"),
    ],
)
def test_a_unit_is_named_by_its_file(reap: Reaper, name: str, unit: str) -> None:
    assert taken(reap(name, "[Unit]\nDescription=x\n")) == {unit: (Kind.UNIT, 1)}


@pytest.mark.parametrize(
    ("name", "text"), [("a.service", "[Service]\nUser=robin \\"), ("a.ini", "[a]\nuser = robin \\")]
)
def test_a_file_may_end_within_a_continued_line(reap: Reaper, name: str, text: str) -> None:
    assert taken(reap(name, text))["robin"] == (Kind.USER, 2)


def test_a_podman_container(reap: Reaper) -> None:
    text = (
        f"[Container]\nImage=registry.{LAN}/team/relay\nContainerName=qxbox\n"
        "Volume=/srv/qx:/data:Z\nHostName=falcon7\nPublishPort=8317:8317\n"
    )
    assert taken(reap("relay9.container", text)) == {
        "relay9.service": (Kind.UNIT, 1),
        f"registry.{LAN}": (Kind.HOST, 2),
        "qxbox": (Kind.UNIT, 3),
        "/srv/qx": (Kind.PATH, 4),
        "falcon7": (Kind.HOST, 5),
    }
