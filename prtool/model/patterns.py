"""Regular expressions that are compiled when they are first used.

prtool has some hundred of them, and a check needs a few: compiling all of them took longer than
the check. A wrong one would go unseen until then, so a test compiles them all.
"""

from __future__ import annotations

from prtool import start

ASCII, DOTALL, IGNORECASE, MULTILINE, VERBOSE = 256, 16, 2, 8, 64
"""The flags of ``re``, which is not imported where no expression has to be compiled."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any

    def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
        """Return an expression; see ``re.compile``."""
        ...

    def bytes_regex(pattern: bytes, flags: int = 0) -> re.Pattern[bytes]:
        """Return an expression over bytes; see ``re.compile``."""
        ...

    def escape(text: str) -> str:
        """Return the expression that matches a text; see ``re.escape``."""
        ...

else:
    _ESCAPED = {ord(char): f"\\{char}" for char in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}

    def escape(text):
        """Return the expression that matches a text."""
        return text.translate(_ESCAPED)

    class _Later:
        """Stands for an expression, and becomes it."""

        def __init__(self, pattern: Any, flags: int) -> None:
            self.pattern = pattern
            self._given = int(flags)

        def __getattr__(self, name: str) -> Any:
            """Compile, and keep the methods: from then on nothing is between."""
            compiled = start.compiled(self.pattern, self._given)
            for each in ("match", "search", "fullmatch", "finditer", "findall", "sub", "split"):
                setattr(self, each, getattr(compiled, each))
            self.flags = compiled.flags
            self.groups = compiled.groups
            self.groupindex = compiled.groupindex
            if name not in self.__dict__:
                raise AttributeError(name)
            return self.__dict__[name]

    def regex(pattern, flags=0):
        """Return an expression that is compiled later."""
        return _Later(pattern, flags)

    bytes_regex = regex


def malformed() -> type[Exception]:
    """Return the error of what is no expression: for ``except``, which asks when there is one."""
    import re

    return re.error
