"""The text of prtool's git hooks: small scripts that never pass when they can't look."""

from __future__ import annotations

import shlex

HOOKS = ("pre-commit", "commit-msg", "pre-push")
CHAINED = ".prtool-chained"
"""What the name of a hook gets that prtool's own one runs."""

MARK = b"# prtool hook: "
"""Tells prtool's own hooks from others."""

_SCRIPT = """\
#!/bin/sh
# prtool hook: 'prtool init --hooks' wrote this, 'prtool init --hooks --remove' undoes it.
# What was here before lies beside it as {hook}{chained}, and runs first.
{read}
if [ -x "$0{chained}" ]; then
    {feed}"$0{chained}" "$@" || exit
fi

python={python}
if command -v prtool >/dev/null 2>&1; then
    {feed}prtool check --hook {hook} -- "$@"
elif [ -x "$python" ] && "$python" -P -c 'import prtool' 2>/dev/null; then
    {feed}"$python" -P -m prtool check --hook {hook} -- "$@"
else
    echo "prtool: error: the {hook} hook can't find prtool: nothing was looked at" >&2
    echo "hint: put prtool on PATH, or go without it once: git {command} --no-verify" >&2
    exit 2
fi
"""
_READ = """
# Git says what is pushed on standard input, and two have to read it.
given=$(cat)
given() {
    [ -z "$given" ] || printf '%s\\n' "$given"
}
"""


def script(hook: str, python: str) -> bytes:
    """Return the text of one hook.

    Args:
        hook: its name.
        python: an interpreter that has prtool. ``-P`` keeps it from importing what the repository,
            which git makes the current folder, calls by the name of a module.
    """
    pushes = hook == "pre-push"
    return _SCRIPT.format(
        hook=hook, chained=CHAINED, python=shlex.quote(python),
        command="push" if pushes else "commit",
        read=_READ if pushes else "", feed="given | " if pushes else "",
    ).encode("utf-8", "surrogateescape")  # fmt: skip
