"""What a paragraph says when it speaks of one machine, whatever stands above it.

Each cue is a statement (somebody restarted, copied, rolled back), a command line, or a digest in
the form that tools print; a word alone is none.
"""

from __future__ import annotations

from collections.abc import Mapping

from prtool.model.patterns import regex

_HERE = (
    r"(?:(?:the|our|my|this|its|a)\s+)?(?:(?:live|running|prod|production|staging|real|old|new|"
    r"previous|local|home|test)\s+)*"
    r"(?:live|prod|production|staging|server|box|machine|host|node|gateway|instance|vps|vm|cluster|"
    r"laptop|workstation)"
)
_THING = (
    r"(?:binary|binaries|build|executable|service|unit|daemon|gateway|proxy|config|configuration)"
)
_SERVICE = r"(?:service|unit|daemon|gateway|server|proxy|container|process)"

_SAID: Mapping[str, str] = {
    "deployment": "|".join((
        rf"\b(?:deployed|rolled\s+out|installed|copied|pushed\s+live|went\s+live)\b[^.;]{{0,60}}\b"
        rf"(?:to|on|onto|into|at)\s+{_HERE}\b",
        rf"\b(?:re)?started\s+(?:the\s+|our\s+|my\s+)?(?:live\s+|running\s+|user\s+)*{_SERVICE}\b",
        r"\bcut[- ]?over\s+(?:was|is|at|on|done|happened|took)\b",
        r"\b(?:was|is|has\s+been)\s+cut\s+over\b",
        rf"\b(?:swapped|replaced)\s+(?:in\s+)?the\s+(?:live|running|installed|old)\s+{_THING}\b",
        r"(?:已|已经|重新)部署|部署(?:到|于|至|在)(?:了)?|上线(?:了|到|至|于)|(?:已|已经)上线",
        r"切换到(?:新|线上|生产)",
        r"(?:已|已经)?重启(?:了)?(?:服务|网关|进程|单元|容器)|(?:已|已经)重启",
    )),
    "running state": "|".join((
        rf"\b(?:{_SERVICE}|it)\s+(?:is|was|has\s+been)\s+(?:now\s+|still\s+|again\s+)*"
        r"(?:up|running|active|live|healthy)\s+(?:since|again|with\s+pid|for\s+\d|on\s+port)",
        r"\bactive\s+\(running\)|\bmain\s+pid\s*[:=]?\s*\d|\bwith\s+pid\s+\d|\buptime\s+(?:is|of|\d)",
        rf"\b(?:now|currently|still|already)\s+(?:running|live)\s+on\s+{_HERE}\b",
        rf"\b(?:has|have)\s+been\s+running\s+(?:on|for|since)\b[^.;]{{0,40}}\b{_HERE}\b",
        r"(?:线上|现网|生产环境|本机)(?:正在|目前|当前|已经|已)?(?:运行|跑着)|正在(?:线上|生产环境|现网)",
    )),
    "rollback": "|".join((
        r"\b(?:to|can\s+be|was|were|had\s+to)\s+roll(?:ed)?\s+back[,:]?\s+(?:run|restore|copy|use|by\s+"
        rf"(?:copying|restoring)|to\s+the\s+(?:old|previous|last|saved|backed[- ]up)\s+{_THING})",
        rf"\brolled\s+back\s+(?:to|on)\s+(?:the\s+(?:old|previous|last)\s+{_THING}|{_HERE})\b",
        r"\brollback\s*(?:is|:|=)\s*[`$\"']?(?:cp|mv|sudo|systemctl|git|ln|docker|restore|copy)\b",
        r"回滚(?:方式|方法|命令|步骤|方案|脚本)|(?:如需|需要|可以|可)回(?:滚|退)|回退到(?:旧|上一|原)",
    )),
    "backups": "|".join((
        r"\bback[- ]?ups?\s+(?:of\s+[^.;]{1,50}\s+)?(?:is|are|was|were|lies|lie|stays?|sits?|kept|"
        r"saved|stored|placed|made)\s+(?:(?:kept|saved|stored|placed|made)\s+)?"
        r"(?:at|in|under|below|as|to)\s+[`'\"]?(?:[~./\\]|\w+/|[A-Z]:\\)",
        rf"\bbacked\s+up\s+(?:the\s+)?(?:(?:live|old|running|current|previous|installed)\s+){{0,2}}{_THING}\b",
        rf"\b(?:saved|kept)\s+(?:a\s+copy\s+of\s+)?the\s+(?:old|live|running|previous)\s+{_THING}\b",
        rf"\bthe\s+(?:old|previous|live|running|last)\s+{_THING}\s+(?:is|was|are|were|stays?)\s+"
        r"(?:(?:kept|saved|stored|backed\s+up|left)\s+)?(?:at|in|under|below|as|to)\s+[`'\"]?[~./\\]",
        r"备份(?:在|到|于|至|位于|放在|存放)|(?:已|已经)备份",
    )),
    "live checksums": "|".join((
        r"\b(?:live|running|installed|deployed|production|old|new)\b[^.;\n]{0,60}\b(?:sha-?(?:1|256|512)|"
        r"md5|checksums?|digest)\b[^.;\n]{0,40}\b[0-9a-f]{8,}",
        r"\b(?:sha-?(?:1|256|512)|md5|checksums?|digest)\b[^.;\n]{0,60}\b(?:live|running|installed|"
        r"deployed|production)\b[^.;\n]{0,60}\b[0-9a-f]{8,}",
        r"(?:校验和|校验值|哈希值?|sha-?256|md5)\s*(?:为|是|[:：=])\s*[`]?[0-9a-f]{8,}",
    )),
}  # fmt: skip

_COMMAND = (
    r"(?m)^[ \t]*(?:[-*+][ \t]+)?(?:[`$#>%][ \t]*)*(?:sudo[ \t]+(?:-\w+[ \t]+)*)?(?:"
    r"systemctl[ \t]+(?:--user[ \t]+)?(?:re)?(?:start|stop|load|enable|disable|status|is-active|"
    r"daemon-reload|daemon-reexec|mask|show)\b"
    r"|journalctl[ \t]+-|service[ \t]+[\w.@-]+[ \t]+(?:re)?(?:start|stop|status)\b"
    r"|(?:launchctl|supervisorctl|pm2)[ \t]+\w+"
    r"|docker(?:[ \t]+compose|-compose)?[ \t]+(?:up|down|restart|stop)\b"
    r"|(?:scp|rsync)[ \t]+\S+.*[ \t]\S*:"
    r"|(?:cp|mv|install)[ \t]+\S.*\.(?:bak|orig|old|backup)\b"
    r")"
)
_DIGEST_LINE = r"(?m)^[ \t]*[0-9a-f]{32,128}[ \t]+\*?\S+[ \t]*$"
"""What sha256sum and its like print. Source: GNU coreutils, "md5 output modes"."""

_TOPICS = [(topic, regex(f"(?i){pattern}")) for topic, pattern in _SAID.items()]
_LINES = (("live checksums", regex(_DIGEST_LINE)), ("deployment", regex(_COMMAND)))


def topic_of(text: str) -> str:
    """Return what a paragraph tells of one machine, empty when it tells nothing of one."""
    for topic, lines in _LINES:
        if lines.search(text):
            return topic
    flat = " ".join(text.split())
    for topic, said in _TOPICS:
        if said.search(flat):
            return topic
    return ""
