"""The one tree of expected failures; each says what to do next.

An outcome (a leak, a blocked plan, a failed check) is a value, never an exception. An exception
here means that prtool could not run or could not look, and becomes exit status 2.
"""

from __future__ import annotations


class PrtoolError(Exception):
    """Something that whoever runs prtool can act on.

    The message is one line (what, where) and never quotes private text; ``hint`` is the next step.
    """

    hint = ""
    """Advice used when the raise site gives none."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class UsageError(PrtoolError):
    """The command line asks for something that makes no sense."""

    hint = "see 'prtool --help'"


class InputError(PrtoolError):
    """A range, patch or file that was handed in can't be taken as it is."""


class RepositoryError(PrtoolError):
    """The repository is not in a state that prtool can work from."""


class GitError(PrtoolError):
    """A git command failed; its own words stay out of the message, they may be private."""

    hint = "run again with --debug for git's own words"

    def __init__(self, message: str, *, stderr: str = "", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.stderr = stderr


class RulesError(PrtoolError):
    """A rules file is wrong; the message begins with file:line."""

    hint = "compare with the comments in the built-in redaction_rules.yaml"


class LexiconError(PrtoolError):
    """The lexicon is missing, wrong or badly kept; the message begins with file:line if known."""

    hint = "run 'prtool init', then 'prtool lexicon harvest FILE…'"


class PrivateDirError(PrtoolError):
    """The private folder (key, map, lexicon) is not private or not whole."""


class OutputError(PrtoolError):
    """What was to be written can't be written there."""


class DetectorError(PrtoolError):
    """A detector broke; a gate that could not look has not passed."""

    hint = "this is a bug in a detector: run again with --debug and report the trace"


class CommandError(PrtoolError):
    """A command of the user's (formatter, tests) could not be started."""


class InternalError(PrtoolError):
    """prtool broke one of its own promises."""

    hint = "this is a bug in prtool: run again with --debug and report the trace"
