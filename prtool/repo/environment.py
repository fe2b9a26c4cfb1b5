"""The environment and settings under which git runs: nothing of the user's, nothing of the repo's.

A repository is data that prtool doesn't trust. Its config could name programs (external diff,
textconv, fsmonitor, hooks, pager, ssh command), and inherited ``GIT_*`` variables could point git
elsewhere. Replacements, grafts and a forged commit-graph could show another history than the one
that is pushed. All of them are turned off here, once.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

PASSED_ON = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT")
"""Variables of the caller's that git may see."""

FIXED = {
    "LC_ALL": "C",
    "LANGUAGE": "C",
    "TZ": "UTC",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ASKPASS": "true",
    "GIT_EDITOR": "true",
    "GIT_PAGER": "cat",
    "GIT_ADVICE": "0",
}

SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.commitGraph": "false",
    "core.untrackedCache": "false",
    "core.pager": "cat",
    "core.sshCommand": "false",
    "core.attributesFile": os.devnull,
    "core.excludesFile": os.devnull,
    "credential.helper": "",
    "diff.external": "",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "safe.directory": "*",
    "submodule.recurse": "false",
    "uploadpack.packObjectsHook": "",
}
"""Given to every git process, and stronger than any config file."""


def git_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the whole environment of a git process."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= FIXED
    environment["GIT_CONFIG_COUNT"] = str(len(SETTINGS))
    for number, (name, value) in enumerate(SETTINGS.items()):
        environment[f"GIT_CONFIG_KEY_{number}"] = name
        environment[f"GIT_CONFIG_VALUE_{number}"] = value
    return environment | dict(extra or {})
