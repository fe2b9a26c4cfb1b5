"""Templates in jinja2: the built-in form of a text, and the user's own, in a sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prtool.errors import InputError
from prtool.model.record import dataclass

NAME = "pr.md.j2"
"""The user's template in ``.prtool/templates``."""


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A template of the user's: its folder is where it may include others from."""

    folder: Path
    name: str
    shown: str
    """What errors call it."""


def render_builtin(values: Mapping[str, Any]) -> str:
    """Return the text in prtool's own form."""
    from jinja2 import PackageLoader

    return str(_environment(PackageLoader("prtool.describe")).get_template(NAME).render(values))


def render_own(template: OwnTemplate, values: Mapping[str, Any]) -> str:
    """Return the text in the user's form.

    Raises:
        InputError: the template can't be read or does not hold; the message begins with file:line.
    """
    import jinja2

    folder = str(template.folder)
    try:
        environment = _environment(jinja2.FileSystemLoader(folder))
        return str(environment.get_template(template.name).render(values))
    except jinja2.TemplateSyntaxError as error:
        where = _shown(template, error.filename) + f":{error.lineno}"
        raise InputError(f"{where}: {_one_line(error)}", hint=_HINT) from error
    except jinja2.TemplateNotFound as error:
        line = _line(error, folder)
        where = f"{template.shown}:{line[1]}" if line else template.shown
        hint = "templates are looked for beside the one that is named"
        raise InputError(f"{where}: there is no template of that name", hint=hint) from error
    except Exception as error:
        # A template is a program: whatever it does wrong is told with its place.
        line = _line(error, folder)
        if line is None:
            raise
        where = f"{_shown(template, line[0])}:{line[1]}"
        raise InputError(f"{where}: {_one_line(error)}", hint=_HINT) from error


_HINT = "names there are: title, parts, sections, files, tests, commits, closes, sign_off, titles"


def _environment(loader: Any) -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=loader, undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def _line(error: BaseException, folder: str) -> tuple[str, int] | None:
    """Return file and 1-based line of the innermost template that an error came through."""
    found = None
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(folder):
            found = (file, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _shown(template: OwnTemplate, file: str | None) -> str:
    if file is None or Path(file).name == template.name:
        return template.shown
    return Path(file).name


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
