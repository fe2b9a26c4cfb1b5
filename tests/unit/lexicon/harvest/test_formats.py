"""Notes with fenced configuration, and files that are told by their look."""

from __future__ import annotations

import pytest

from prtool.lexicon.harvest import Reason
from prtool.model.finding import Kind
from tests.unit.lexicon.harvest.samples import KEY, LAN, MDNS, ME, PLACES, ZZ, Reaper, left, taken

NOTES = """\
# Investigation

Host: falcon7
- **Provider:** `NorthRouter`
Author: Robin Initech
The provider: it failed. Password: see the vault. Key = @KEY@
Token: whatsoever
non-GPT-4 models worked, QX-GPT-5.5(high) did not; see https://golang.org/pkg/net and
https://gw.<LAN>:3000/d/abc, also https://docs.globex.zz/x.
Mail robin@<ZZ> about @IP@:22 (v1.2.3.4), qx-relay.service, threading.local, <MDNS>.
Logs: /home/<ME>/relay/x.log. Ask git@git.<LAN>:team/repo.git or systemd-journald.service.
    curl -H "Authorization: Bearer @KEY2@" --token @KEY3@ OPENAI_API_KEY=@KEY4@

> ```yaml
openai-compatibility:
  - name: INT
> ```

~~~
[Service]
User=svcqx
~~~

```yaml
broken: [
base_url: https://gw.northrouter.zz/v1
```

```go
var x = "http://node7.<LAN>"
"""


def test_notes_with_fenced_configuration(reap: Reaper) -> None:
    harvest = reap("NOTES.md", NOTES)
    assert taken(harvest) == {
        "falcon7": (Kind.HOST, 3),
        "NorthRouter": (Kind.PROVIDER, 4),
        "Robin Initech": (Kind.PERSON, 5),
        "QX-GPT-5.5(high)": (Kind.ALIAS, 8),
        f"gw.{LAN}": (Kind.HOST, 9),
        f"https://gw.{LAN}:3000/d/abc": (Kind.URL, 9),
        f"robin@{ZZ}": (Kind.EMAIL, 10),
        PLACES["@IP@"]: (Kind.HOST, 10),
        MDNS: (Kind.HOST, 10),
        "qx-relay.service": (Kind.UNIT, 10),
        f"git.{LAN}": (Kind.HOST, 11),
        f"/home/{ME}/relay/x.log": (Kind.PATH, 11),
        "robin": (Kind.USER, 11),
        KEY + "-33": (Kind.SECRET, 12),
        KEY + "-44": (Kind.SECRET, 12),
        KEY + "-22": (Kind.SECRET, 12),
        "INT": (Kind.PROVIDER, 16),
        "svcqx": (Kind.USER, 21),
        "gw.northrouter.zz": (Kind.HOST, 26),
        "https://gw.northrouter.zz/v1": (Kind.URL, 26),
        f"node7.{LAN}": (Kind.HOST, 30),
        f"http://node7.{LAN}": (Kind.URL, 30),
    }
    assert left(harvest) == {
        "golang.org": Reason.PUBLIC_HOST,
        "https://golang.org/pkg/net": Reason.PUBLIC_HOST,
        "https://docs.globex.zz/x": Reason.UNSURE,
        "git": Reason.GENERIC,
        "systemd-journald.service": Reason.GENERIC,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# mine\nuser: robin\n", {"robin"}),
        ("---\nuser: robin\n", {"robin"}),
        ('\n{"user": "robin"}', {"robin"}),
        ('user = "robin"\n[a]\n', {"robin"}),
        ("; mine\n[a]\nuser = robin\n", {"robin"}),
        ("#!/bin/bash\nUSERNAME=robin\n", {"robin"}),
        ("[Service]\nUser=robin\n", {"robin"}),
        (f"- [ ] call /home/{ME}/x\n", {"robin", f"/home/{ME}/x"}),
        (f"{{ not json, but robin@{ZZ}\n", {f"robin@{ZZ}"}),
        ("", set()),
    ],
)
def test_a_file_without_a_telling_name_is_told_by_its_look(
    reap: Reaper, text: str, expected: set[str]
) -> None:
    assert expected == set(taken(reap("noname", text)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ini", "[a]\nuser = robin\nhost = falcon7\n"),
        ("a.md", "User: robin\nHost: falcon7\n"),
        (".env", "USERNAME=robin\nHOST=falcon7\n"),
        ("a.toml", 'user = "robin"\nhost = "falcon7"\n'),
    ],
)
def test_dos_line_ends_and_a_byte_order_mark_change_nothing(
    reap: Reaper, name: str, text: str
) -> None:
    plain = taken(reap(name, text))
    assert {"robin", "falcon7"} == set(plain)
    assert plain == taken(reap(name, "\ufeff" + text.replace("\n", "\r\n")))
