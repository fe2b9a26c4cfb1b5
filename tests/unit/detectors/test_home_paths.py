"""User names in home paths: the name alone, in every notation, and nobody's names left."""

from __future__ import annotations

import pytest

from prtool.detectors.home_paths import HomePathDetector
from prtool.model.text import Channel
from tests.unit.detectors.samples import texts

HOMES = HomePathDetector()
HOME = "/" + "home"
MAC = "/" + "Users"
WINDOWS = "C:" + "\\Users"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"x {HOME}/initech/y", "initech"),
        (f"{MAC}/initech", "initech"),
        (f"HOME={HOME}/initech", "initech"),
        (f"-I{HOME}/initech/include", "initech"),
        (f"-v {HOME}/initech:/data", "initech"),
        (f"in {HOME}/initech.", "initech"),
        (f"file://{HOME}/a.globex/x", "a.globex"),
        (f"/var{HOME}/initech/x", "initech"),
        (f"/data/pool1{HOME}/initech/x", "initech"),
        (f"/mnt/c{MAC}/initech/x", "initech"),
        ("\\/" + "home\\/initech\\/a", "initech"),
        (f'"{HOME}/initech\\n"', "initech"),
        (f"'{HOME}/李雷/x'", "李雷"),
        (f"{WINDOWS}\\initech\\x", "initech"),
        (f"{WINDOWS}\\Acme Dev\\x", "Acme Dev"),
        (WINDOWS.lower() + "\\initech", "initech"),
        (WINDOWS.replace("\\", "\\\\") + "\\\\initech\\\\x", "initech"),
        ("%2F" + "home%2Finitech%2Fsrc", "initech"),
        ("cd ~" + "initech/src", "initech"),
    ],
)
def test_found(text: str, name: str) -> None:
    assert texts(HOMES, text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        f"{HOME}/user/x", f"{HOME}/ec2-user/x", f"{HOME}/your_name/x", f"{HOME}/USERNAME/x",
        f"{HOME}/$USER/x", f"{HOME}/${{USER}}/x", f"{HOME}/<name>/x", f"{HOME}/{{user}}/x",
        f"{HOME}/1000/x", f"{MAC}/Shared/x", f"{MAC}/runner/work", f"{WINDOWS}\\Public\\x",
        f"$HOME{HOME}/x", f"src{HOME}/page", f"https://example.com{HOME}/initech",
        f"path('{HOME}/dashboard')", f"'{HOME}/index.html'", "GET /users/initech", "~/src",
        'import a from "~utils/x"', "=~m/x/", "^~1.2/x", "/HOME/initech",
        f"{MAC}/CreateUser", f"{HOME}/random_user2/x", f"{WINDOWS}\\RandomUser\\x",
        f"{HOME}/acme.com/x",
        f"{HOME}/inventory.yml",
    ],
)  # fmt: skip
def test_left_alone(text: str) -> None:
    assert texts(HOMES, text) == []


@pytest.mark.parametrize("channel", [Channel.PATH, Channel.MESSAGE, Channel.PR_BODY])
def test_every_channel_of_text_is_looked_at(channel: Channel) -> None:
    assert texts(HOMES, f"{HOME}/initech/x", channel=channel) == ["initech"]
