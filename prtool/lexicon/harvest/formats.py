"""The formats that configuration is written in, told by name, by a fence's word or by their look.

One line here and one file make a new format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase

from prtool.lexicon.harvest import (
    env_file,
    ini_file,
    json_file,
    systemd_unit,
    toml_file,
    yaml_file,
)
from prtool.lexicon.harvest.facts import Fact
from prtool.model.patterns import regex
from prtool.model.record import dataclass

_FLAGS = re.MULTILINE


@dataclass(frozen=True, slots=True)
class Format:
    """One way of writing facts down."""

    name: str
    files: tuple[str, ...]
    """Globs for the base name in lower case; the first format of the table that fits is taken."""
    fences: tuple[str, ...]
    """Words behind the fence of a code block in Markdown."""
    look: re.Pattern[str]
    """Matches at the first line that is no comment, in a text that could be of this format."""
    facts: Callable[[str, str], Iterator[Fact]]
    """Takes a text and the file's name for messages; raises ``InputError`` if it is not that."""


FORMATS = (
    Format(
        "systemd",
        ("*.service", "*.socket", "*.timer", "*.mount", "*.container", "*.pod", "*.automount"),
        ("systemd", "service", "unit"),
        regex(r"\[(?:Unit|Service|Install|Timer|Socket|Mount|Container|Pod)\][ \t]*$", _FLAGS),
        systemd_unit.facts,
    ),
    Format(
        "json",
        ("*.json", "*.jsonc", "*.code-workspace"),
        ("json", "jsonc", "json5"),
        regex(r"[\[{]"),
        json_file.facts,
    ),
    Format(
        "toml",
        ("*.toml",),
        ("toml",),
        regex(r"\[\[?[\w.\"-]+\]\]?[ \t]*(?:#.*)?$|[\w.\"-]+[ \t]*=[ \t]*[\"'\[{\d-]", _FLAGS),
        toml_file.facts,
    ),
    Format(
        "ini",
        (
            "*.ini",
            "*.cfg",
            "*.cnf",
            "*.gitconfig",
            "gitconfig",
            ".npmrc",
            ".pypirc",
            "*.properties",
        ),
        ("ini", "gitconfig", "cfg", "properties"),
        regex(r"\[[^\]\n]+\]"),
        ini_file.facts,
    ),
    Format(
        "yaml",
        ("*.yaml", "*.yml"),
        ("yaml", "yml", "docker-compose", "compose"),
        regex(r"---|[\w.\"'-]+:(?:[ \t]|$)|- [\w.\"'-]+:(?:[ \t]|$)", _FLAGS),
        yaml_file.facts,
    ),
    Format(
        "env",
        (
            *(
                ".env",
                ".env.*",
                "*.env",
                ".envrc",
                "environment",
                "*.sh",
                "*.bash",
                "*.zsh",
                "*.fish",
            ),
            *(".bashrc", ".zshrc", ".profile", ".bash_profile", ".zprofile", ".zshenv"),
        ),
        ("sh", "bash", "zsh", "fish", "shell", "console", "env", "dotenv"),
        regex(r"#!.*sh\b|(?:export[ \t]+)?[A-Za-z_]\w*=", _FLAGS),
        env_file.facts,
    ),
)


def by_name(base_name: str, formats: tuple[Format, ...]) -> Format | None:
    """Return the first format that a file's base name fits."""
    name = base_name.lower()
    for format_ in formats:
        if any(fnmatchcase(name, pattern) for pattern in format_.files):
            return format_
    return None


def by_fence(word: str) -> Format | None:
    """Return the format that the word behind a fence names."""
    return next((format_ for format_ in FORMATS if word.lower() in format_.fences), None)


def by_look(text: str) -> tuple[Format, ...]:
    """Return the formats that a text could be of, the likeliest first."""
    first = regex(r"(?:[ \t]*(?:[#;](?!!).*)?\n)*").match(text)
    start = first.end() if first else 0
    return tuple(format_ for format_ in FORMATS if format_.look.match(text, start))
