"""Finds paths that tell how one machine is kept: backups, staging folders, roots for its data.

Home directories are in ``home_paths``, rules about whole files in ``files``.
"""

from __future__ import annotations

from prtool.detectors.keywords import Keywords, start_of_run
from prtool.model.finding import Confidence, Example, Kind, Match, Rule, Severity
from prtool.model.patterns import IGNORECASE, regex
from prtool.model.record import replace
from prtool.model.settings import Settings
from prtool.model.text import Channel, Span, TextUnit
from prtool.sieve.trigger import LETTERS_BEYOND_ASCII, Trigger, Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

BACKUP = Rule(
    id="path/backup",
    title="Path of a backup or staging folder",
    severity=Severity.MEDIUM,
    why="It tells how and when a private machine is kept.",
    examples=(
        Example(text="cp x /opt/acme/back" + "ups/2026-01-02", span=(5, 33)),
        Example(text="mv config.yaml.bak" + "-20260101 /tmp", span=(3, 27)),
        Example(text="see /var/back" + "ups/acme.tar.", span=(4, 25)),
        Example(text="GET /api/backups/latest, then keep notes.bak", span=None),
        Example(text="make a backup of the file", span=None),
    ),
)
ROOT = Rule(
    id="path/private-root",
    title="Path below a root for one machine's own data",
    severity=Severity.LOW,
    why="It tells how a private machine is laid out.",
    source="https://refspecs.linuxfoundation.org/FHS_3.0/fhs/index.html",
    examples=(
        Example(text="root: /srv" + "/acme/data", span=(6, 20)),
        Example(text="root: /usr/share/acme", span=None),
    ),
)

_DATE = r"20\d\d[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])"
_WORD = (
    r"(?:backups?|bak|bkp|orig|old|save|staging|staged?|rollback|pre-?deploy"
    r"|pre-?cutover|cutover)"
)
_DATED = regex(
    rf"(?:(?:^|[/._-]){_WORD}[\w.-]{{0,24}}?[/._-]?(?<!\d){_DATE}(?!\d)"
    rf"|(?<!\d){_DATE}(?!\d)[\w.-]{{0,24}}?[/._-]{_WORD}(?:$|[/._-]))",
    IGNORECASE,
)
_FOLDER = regex(r"/(?:[\w-]{1,40}[._-])?(?:backups?|bak|snapshots?|staging)(?:/|$)", IGNORECASE)
_SUFFIX = regex(r"\w\.(?:bak|orig|bkp|backup|save)(?:[-_.~]?\d{1,14}[\w.-]{0,30})?$", IGNORECASE)
_MACHINE_ROOT = regex(
    r"(?:~|/(?:opt|var|home|srv|mnt|media|data|root|usr|etc|tmp|Users|Volumes|backups?|export|nfs"
    r"|storage|nas|private)|[A-Za-z]:)[/\\]"
)
_RUN = regex(r"[\w.+@~/\\-]+")
_LONGEST = 400
"""Code points on each side of a telling word that belong to its path."""
_DRIVE = regex(r"(?<![A-Za-z])[A-Za-z]:\Z")

_ROOT = regex(r"/(?:srv|mnt|media|data|opt)/(?:[\w.@+-]{1,80}/){0,12}[\w.@+-]{0,80}[\w@+-]")
_PUBLIC_ROOT = regex(
    r"/(?:opt/(?:homebrew|hostedtoolcache|local|conda|(?:mini|ana)conda\d?|venv|rocm|nvidia|intel"
    r"|java|jdk|python|node|go|google|bitnami|X11|cni|microsoft|android-sdk|app|bin|lib|etc|foo|bar)"
    r"|data/(?:local|data|app|user|foo|bar)|mnt/(?:data|c|d|cache|foo|bar)"
    r"|srv/(?:www|http|ftp|git|foo)|media/(?:cdrom|usb))(?=/|$)"
)
_WORDS = Keywords(
    (
        *("backup", ".bak", ".orig", ".bkp", ".save", "snapshot", "staging", "stage", "rollback"),
        *("cutover", "predeploy", "pre-deploy", ".old", "/bak/", "bak-", "bak_"),
    )
)
_ROOT_WORDS = Keywords(("/srv/", "/mnt/", "/media/", "/data/", "/opt/"))
_CHANNELS_WITHOUT = frozenset({Channel.DATE, Channel.MODE, Channel.AUTHOR, Channel.COMMITTER})


_IN_NAME = r"[A-Za-z0-9_.\-\x80-\xff]"
_IN_PATH = r"[A-Za-z0-9_.+@~/\\\-\x80-\xff]*"
_YEAR = r"20[0-9]{2}"
# A root for one machine's data.
_ROOT_TRIGGER = Trigger(
    r"(?:^|\n[+ \-]?|[^A-Za-z0-9._\-~/$})%\\\n])\/(?:srv|mnt|media|data|opt)\/"
    r"[A-Za-z0-9_.@+\-\x80-\xff]",
    ("/srv/", "/mnt/", "/media/", "/data/", "/opt/"),
)
_TRIGGERS = (
    # A telling word and a date in one name …
    Trigger(rf"(?:{_WORD}){_IN_NAME}*{_YEAR}", ("20",)),
    Trigger(rf"{_YEAR}{_IN_NAME}*(?:{_WORD})", ("20",)),
    # … a telling word in a path that begins at a root …
    Trigger(
        r"(?:~|\/(?:opt|var|home|srv|mnt|media|data|root|usr|etc|tmp|Users|Volumes|backups?|export"
        r"|nfs|storage|nas|private)|[A-Za-z]:)[/\\]" + _IN_PATH
        + r"(?:backup|bak|snapshot|staging|orig|bkp|save)",
        ("backup", "bak", "snapshot", "staging", "orig", "bkp", "save"),
    ),
    Trigger(LETTERS_BEYOND_ASCII),
)  # fmt: skip


class PathDetector:
    """The detector of ``path/backup`` and ``path/private-root``."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._muted = ROOT.id in (settings or Settings()).muted
        self.triggers = Triggers(_TRIGGERS if self._muted else (_ROOT_TRIGGER, *_TRIGGERS))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return its rules."""
        return (BACKUP, replace(ROOT, examples=()) if self._muted else ROOT)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield whole paths, each once."""
        if unit.channel in _CHANNELS_WITHOUT:
            return
        done = 0
        backups: set[int] = set()
        for hit in _WORDS.hits(text):
            if hit.start < done:
                continue
            span = _token(text, hit.start, hit.end)
            done = span.end
            if _is_backup(text, span):
                backups.add(span.start)
                yield Match(rule=BACKUP.id, span=span, kind=Kind.PATH)
        if self._muted:
            return
        for hit in _ROOT_WORDS.hits(text):
            path = _ROOT.match(text, hit.start)
            if path and hit.start not in backups and _is_private_root(text, path):
                yield Match(
                    rule=ROOT.id,
                    span=Span(*path.span()),
                    kind=Kind.PATH,
                    confidence=Confidence.MEDIUM,
                )


def _token(text: str, start: int, end: int) -> Span:
    """Return the range of the path around ``[start, end)``, punctuation at its end left out."""
    first = start_of_run(text, start, _RUN, _LONGEST)
    if text[first : first + 1] in {"/", "\\"} and _DRIVE.search(text, max(0, first - 3), first):
        first -= 2
    right = _RUN.match(text, end, end + _LONGEST)
    last = right.end() if right else end
    return Span(first, first + len(text[first:last].rstrip(".-\\")))


def _is_backup(text: str, span: Span) -> bool:
    token = text[span.start : span.end]
    if "/" in token and text[max(0, span.start - 1) : span.start] == ":" and token.startswith("//"):
        return False  # a URL
    if _DATED.search(token):
        return True
    is_absolute = _MACHINE_ROOT.match(token) is not None
    return is_absolute and (_FOLDER.search(token) or _SUFFIX.search(token)) is not None


def _is_private_root(text: str, path: re.Match[str]) -> bool:
    before = text[max(0, path.start() - 1) : path.start()]
    is_relative = before.isalnum() or (before != "" and before in "._-~/$})%\\")
    return not is_relative and _PUBLIC_ROOT.match(path[0]) is None
