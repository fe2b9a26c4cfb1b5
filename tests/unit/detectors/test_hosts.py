"""Host names: told apart from attributes, files and packages, and excused where public."""

from __future__ import annotations

import pytest

from prtool.detectors.base import Settings
from prtool.detectors.hosts import HostDetector
from prtool.model.text import Channel
from tests.unit.detectors.samples import found

HOSTS = HostDetector(Settings(public_hosts=("pub.acme.io", ".globex.io", "nas7")))
LAN = ".l" + "an"
LOCAL = ".lo" + "cal"
INTERNAL = ".inter" + "nal"
URL = "http:" + "//"


@pytest.mark.parametrize(
    ("text", "rule", "host"),
    [
        (f"ws:{URL[5:]}qx.acme{LAN}/x", "private-name", f"qx.acme{LAN}"),
        (f"{URL}dev:x@y@qx{INTERNAL}:80", "private-name", f"qx{INTERNAL}"),
        (f"nas.acme{LAN}", "private-name", f"nas.acme{LAN}"),
        (f"host: nas{LOCAL}", "private-name", f"nas{LOCAL}"),
        (f'"nas{LOCAL}"', "private-name", f"nas{LOCAL}"),
        (f"ssh dev@nas{LAN}", "private-name", f"nas{LAN}"),
        (f"nas{LAN}:8080", "private-name", f"nas{LAN}"),
        (f"db-1.acme{INTERNAL}", "private-name", f"db-1.acme{INTERNAL}"),
        (f"git@forge.acme{INTERNAL}:x/y.git", "private-name", f"forge.acme{INTERNAL}"),
        ("acme.tail1234.ts" + ".net", "private-name", "acme.tail1234.ts" + ".net"),
        ("gw.acme.ho" + "me.arpa", "private-name", "gw.acme.ho" + "me.arpa"),
        (f"{URL}acmebox7:8080/x", "bare-name", "acmebox7"),
        (f"{URL}NAS01:80", "bare-name", "NAS01"),
        ("redis:" + "//cache7:6379", "bare-name", "cache7"),
        ("qx.duckdns" + ".org", "tunnel", "qx.duckdns" + ".org"),
        (f"{URL}a1b2.trycloudflare" + ".com", "tunnel", "a1b2.trycloudflare" + ".com"),
        (f"{URL}gw.acme.io/v1", "new-public-host", "gw.acme.io"),
        (f"<td>{URL}acmebox7</td>", "bare-name", "acmebox7"),
        (f'"{URL}acmebox7\\nnext"', "bare-name", "acmebox7"),
        (f"see {URL}acmebox7.", "bare-name", "acmebox7"),
    ],
)
def test_found(text: str, rule: str, host: str) -> None:
    assert found(HOSTS, text) == [(f"host/{rule}", host)]


@pytest.mark.parametrize(
    "text",
    [
        "self.local + pkg.internal", "x.internal()", "cfg.local = 1", "import acme.internal",
        'import "golang.org/x/internal/a"',
        '"foo.internal.go"', "foo/config.local", '"config.local"',
        ".env.local", '"Name.Local"', "py.path.local", "com.acme.internal", '"foo.local"',
        "metadata.google.internal", "http://host.docker.internal:80", "svc.cluster.local",
        "http://server/", "http://localhost:1", "http://upstream:80", "http://host:port/",
        "http://YOUR_HOST/", "http://$HOST:80", "http://${h}/", "http://{host}.local/",
        "http://my-proxy-2:80", "myapp://callback7", "https://pub.acme.io", "https://a.globex.io/x",
        f"{URL}nas7:80", "https://api.example.com", "https://x.test/", "https://example.io",
        "see ngrok.com", "http://[::1]:80", r"https://hooks\.acme\.io",
        f"{URL}acmebox7.{{Region}}.aws", f"{URL}acmebox7.<i>region</i>", f"{URL}acmebox7.[x].io",
        f"{URL}acmebox7.&lt;x&gt;.io", f"'{URL}acmebox7.' + x", rf"{URL}acme\\sphinxhyphen{{}}box",
        f"{URL}myendpoint/", f"{URL}otherserver/", f"such as {URL}acmebox7/x",
        "ssh://dev@gw.{LAN}:22", '"my_app.views.pri' + 'vate"', rf"'\1\2{LOCAL}domain'",
        "us-west-2.compute" + INTERNAL + ":53", f"e.g. nas.acme{LAN}:80",
    ],
)  # fmt: skip
def test_left_alone(text: str) -> None:
    assert found(HOSTS, text) == []


def test_prose_needs_less_to_be_sure() -> None:
    text = f"the machine gw.acme{INTERNAL} was down"
    assert found(HOSTS, text) == []
    assert found(HOSTS, text, channel=Channel.MESSAGE) == [
        ("host/private-name", f"gw.acme{INTERNAL}")
    ]


def test_a_host_is_reported_once() -> None:
    text = f"{URL}nas.acme{LAN}/ nas.acme{LAN}:80"
    assert found(HOSTS, text) == [("host/private-name", f"nas.acme{LAN}")] * 2
