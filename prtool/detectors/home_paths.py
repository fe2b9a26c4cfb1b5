r"""Finds user names in paths of home directories: ``/home/NAME``, ``C:\Users\NAME``, ``~NAME/``.

Works on path units, content and messages alike. Other private paths are in ``paths``.
"""

from __future__ import annotations

from prtool.detectors.keywords import Keywords, end_of_line, start_of_line, words
from prtool.detectors.likeness import is_made_of
from prtool.model.finding import Confidence, Example, Kind, Match, Rule, Severity
from prtool.model.patterns import regex
from prtool.model.text import Channel, Span, TextUnit
from prtool.sieve.trigger import LETTERS_BEYOND_ASCII, Trigger, Triggers, either

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="path/home-directory",
    title="User name in the path of a home directory",
    severity=Severity.MEDIUM,
    why="It names the person at the machine.",
    source="https://refspecs.linuxfoundation.org/FHS_3.0/fhs/ch03s08.html",
    examples=(
        Example(text='dir = "/home' + '/initech/src"', span=(13, 20)),
        Example(text="dir = C:\\Users" + "\\initech\\src", span=(15, 22)),
        Example(text='"dir": "C:\\\\Users' + '\\\\initech"', span=(19, 26)),
        Example(text="file:///Users" + "/initech/a.txt", span=(14, 21)),
        Example(text="cwd=%2Fhome" + "%2Finitech%2Fsrc", span=(14, 21)),
        Example(text="cp a ~" + "initech/src", span=(6, 13)),
        Example(text="/home/user/src and /home/$USER and ~/src", span=None),
        Example(text="/home/user381/src", span=None),
        Example(text='GET("/users/initech") and "/home/index.html"', span=None),
    ),
)

_GENERIC_USERS = words(
    """
    user users username yourusername yourname youruser myuser someuser testuser uname usr login
    name you me my self your the foo bar baz foobar test tests tester example sample demo dummy fake
    mock runner ubuntu debian fedora centos ec azureuser opc arch alpine pi root admin appuser
    administrator vagrant node app application web www data nobody guest default public shared
    developer dev docker container build builder buildbot ci jenkins gitlab circleci travis actions
    codespace vscode gitpod sandbox jovyan coder workspace workspaces service daemon git svn home
    linux linuxbrew brew nix nixbld all defaultuser containeradministrator runneradmin nonroot
    runneradministrator vssadministrator postgres mysql redis nginx apache oracle hadoop spark
    steam deck kali conda mambauser airflow rails ruby python go golang gopher rust java some xyz
    path to dir folder file project projects classic html httpd images media local ansible
    sagemaker random asdf mydirectory missing ftp sftp backup docs site sites
    alice bob joe jdoe jsmith johndoe janedoe
    """
)
"""Words that the accounts of images, services and documentation are made of."""
_WEB_PAGES = words(
    """
    index page pages about logout dashboard contact faq help news blog settings profile features
    pricing docs main article articles view list
    """
)
"""What follows ``/home/`` in the routes of web sites."""

_SLASH = r"(?:\\{0,4}/|%2[Ff]|\\{1,4}|%5[Cc])"
_BEFORE = regex(
    r"(?:(?<![\w.$~)}%-])(?:/(?:var|export|usr|mnt|data|nfs|net|srv|host|rootfs|scratch|c"
    r"|System/Volumes/Data)(?:/[\w.-]{1,30}){0,2})?/"
    rf"|(?<![A-Za-z0-9])(?:-[ILRB]|[A-Za-z]:){_SLASH}"
    r"|(?:file:/{0,2}|\\[nrt])/|(?:%2[Ff]|%5[Cc])"
    r"|(?<![\w.$~)}%\\-])\\{0,4}[/\\])$"
)
_DRIVE_BEFORE = regex(rf"(?:[A-Za-z]:|[A-Za-z]%3[Aa]|/[a-z]){_SLASH}$")
_AFTER = regex(
    rf"{_SLASH}(?P<user>\w[\w.@-]{{0,40}}(?: [\w.@-]{{1,40}}){{1,3}}(?=\\{{1,4}}\w)"
    r"|\w[\w.@-]{0,62}?)"
    r"(?=[/\\\s\"'`<>|;,:)\]}?*#&=!]|%2[Ff]|%5[Cc]|%22|\.(?:\s|\Z)|\Z)"
)
_TILDE = regex(r"~(?<![^\s\"'`=(:,]~)(?P<user>[a-z_][a-z0-9_-]{2,31})(?=/[\w.])")
_MODULE_LINE = regex(r"\b(?:import|from|require|url|use|export|resolve|alias)\b")
_AROUND = 80
"""Code points on each side of a path that are searched for it."""
_NAME_PARTS = regex(r"[A-Za-z]+")
_WEB_FILE = regex(r"\.(?:html?|php|jsp|aspx?|js|tsx?|vue|css|png|svg|json|ya?ml|txt|com|org|net)$")
_ROUTE = regex(r"(?:Create|Delete|Describe|Disable|Enable|List|Search|Update|Get)[A-Z][a-z]+")
"""What follows ``/Users/`` in the routes of interfaces."""
_CHANNELS_WITHOUT = frozenset({Channel.DATE, Channel.MODE, Channel.AUTHOR, Channel.COMMITTER})


_HOMES = ("home", "users", "documents and settings")
_WORDS = Keywords(_HOMES)
_TRIGGERS = (
    Trigger(either(_HOMES) + r"(?:[/\\]|%2f|%5c)", _HOMES),
    Trigger(r"~[a-z_][a-z0-9_\-]{2,31}\/", ("~",)),
    Trigger(LETTERS_BEYOND_ASCII),
)


class HomePathDetector:
    """The detector of ``path/home-directory``."""

    triggers = Triggers(_TRIGGERS)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return its one rule."""
        return (RULE,)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield user names; the span is the name alone."""
        if unit.channel in _CHANNELS_WITHOUT:
            return
        for hit in _WORDS.hits(text):
            if span := _user(text, hit.start, hit.end):
                yield Match(rule=RULE.id, span=span, kind=Kind.USER)
        for match in _TILDE.finditer(text):
            first = start_of_line(text, match.start(), _AROUND)
            last = end_of_line(text, match.end(), _AROUND)
            aliased = _MODULE_LINE.search(text, first, last)
            if not aliased and not _is_generic(match["user"]):
                yield Match(
                    rule=RULE.id,
                    span=Span(*match.span("user")),
                    kind=Kind.USER,
                    confidence=Confidence.LOW,
                )


def _user(text: str, start: int, end: int) -> Span | None:
    """Return the range of the name after the folder of homes at ``[start, end)``."""
    folder = text[start:end]
    after = _AFTER.match(text, end)
    if after is None or not _BEFORE.search(text, max(0, start - 80), start):
        return None
    is_home = folder == "home" or (folder[0].isupper() and not folder.isupper())
    if not is_home and not _DRIVE_BEFORE.search(text, max(0, start - 10), start):
        return None  # ``/users/…`` is a route, ``/HOME/…`` a constant
    name = after["user"]
    if folder == "home" and (name.lower() in _WEB_PAGES or _WEB_FILE.search(name)):
        return None
    if _ROUTE.fullmatch(name):
        return None
    return None if _is_generic(name) else Span(*after.span("user"))


def _is_generic(name: str) -> bool:
    """Tell whether a name is nobody's: ``user``, ``ec2-user``, ``your_name``, ``USERNAME``."""
    words = _NAME_PARTS.findall(name)
    if not words:
        return name.isascii()
    return all(is_made_of(word.lower(), _GENERIC_USERS) for word in words)
