"""Headings that say that what stands below is of one machine, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from prtool.model.patterns import regex
from prtool.model.record import NamedTuple

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "deployment": (
        "deploy", "deployed", "deployment", "live deployment", "local deployment", "cut-over",
        "cut over", "cutover", "roll-out", "rollout", "installation here", "live installation",
        "部署", "本地部署", "线上部署", "上线", "割接", "切换", "切换步骤", "安装部署",
    ),
    "running state": (
        "running state", "live state", "live status", "runtime state", "running system",
        "machine state", "service state", "service status", "production state", "state here",
        "运行状态", "当前运行状态", "线上状态", "服务状态", "运行情况", "现网状态",
        "现网", "本机状态",
    ),
    "rollback": (
        "rollback", "roll-back", "roll back", "how to roll back", "to roll back", "rolling back",
        "to go back",
        "回滚", "回退", "回滚命令",
    ),
    "backups": (
        "backup", "backups", "back-up", "back-ups", "where the backups are", "备份", "备份位置",
        "备份文件", "备份路径",
    ),
    "live checksums": (
        "checksum", "checksums", "live checksum", "live checksums", "sha256", "sha-256",
        "sha256sums",
        "md5", "binary checksums", "校验和", "校验值", "哈希", "哈希值", "文件校验", "线上校验和",
    ),
    "next steps": (
        "next steps", "next step", "handover", "hand-over", "handoff", "hand-off", "to do here",
        "local todo", "下一步", "后续步骤", "后续工作", "交接", "交接事项", "待办", "待办事项",
    ),
    "local notes": ("local", "local only", "local notes", "internal", "internal notes", "private",
        "private notes", "内部", "内部备注", "本地", "本地备注", "仅本地"),
}  # fmt: skip
"""The topics that stay out, and the headings that mean them."""

INLINE = frozenset({"deployment", "rollback", "backups", "live checksums", "running state"})
"""Topics for which a name before a colon is enough, as in ``Rollback: copy the old one back``."""

PUBLIC = frozenset({
    "problem", "symptom", "cause", "root cause", "why", "fix", "solution", "change", "changes",
    "what changes", "test", "tests", "testing", "how to reproduce", "reproduction", "summary",
    "compatibility", "risks", "out of scope", "问题", "现象", "原因", "根因", "根本原因",
    "修复", "修改", "方案", "解决方案", "测试", "验证", "复现", "复现步骤", "摘要", "概述",
    "风险", "兼容性",
})  # fmt: skip
"""Names before a colon that end a part of one machine."""

LABEL = 7
"""The level of a heading that is no Markdown: below all of those that are."""

_BY_NAME = {name: topic for topic, names in HEADINGS.items() for name in names}
_MARKDOWN = regex(r"[ \t]{0,3}(#{1,6})[ \t]+(\S.*?)[ \t#]*")
_UNDERLINED = regex(r"([^\n]{1,60})\n(=|-){3,}")
_FRAMED = regex(r"[ \t]*(?:\*\*(.{1,60}?)\*\*[:：]?|__(.{1,60}?)__[:：]?|【(.{1,30}?)】)")
_ALONE = regex(r"[ \t]*([^\n:：]{1,50})[:：]")
_INLINE = regex(r"[ \t]*(?:[-*+•][ \t]+)?([^\n:：]{1,40})[:：][ \t]*\S")
_SCOPE = regex(r"\W*(?:[a-z]|(?i:sha|md5|checksum))")
_NUMBER = regex(
    r"(?:[(（]?\d{1,2}[.)）、．](?:\d{1,2}[.)]?)*|[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[①-⑳])"
    r"[ \t]*"
)
_AROUND = " \t*_`【】[]:：#"
_TAIL = regex(
    r"(?:[ ](?:notes?|steps?|plan|log|record|details|status|commands?|procedure|paths?)"
    r"|(?:步骤|方案|记录|说明|情况|计划|过程|信息|路径|备注))\Z"
)


class Heading(NamedTuple):
    """A heading in a message."""

    level: int
    topic: str
    """Empty when it does not speak of one machine."""


def heading_of(text: str, *, opens: bool) -> Heading | None:
    """Return what a block is as a heading, None when it is none.

    Args:
        text: the block, with its line end.
        opens: whether it begins a paragraph; a known name is a heading anywhere.
    """
    text = text.replace("\r", "").rstrip()
    if found := _MARKDOWN.fullmatch(text):
        return Heading(len(found[1]), topic_named(found[2]))
    if found := _UNDERLINED.fullmatch(text):
        return Heading(1 if found[2] == "=" else 2, topic_named(found[1]))
    if found := _FRAMED.fullmatch(text):
        return Heading(LABEL, topic_named(next(filter(None, found.groups()))))
    if (found := _INLINE.match(text)) and _plain(found[1]) in PUBLIC:
        return Heading(LABEL, "")
    if found := _ALONE.fullmatch(text):
        topic = topic_named(found[1])
        if topic or (opens and len(found[1].split()) <= 4):
            return Heading(LABEL, topic)
    return None


def label_of(text: str) -> str:
    """Return the topic of a block that begins with a known name and a colon.

    In small letters, or as the name of a digest, it is a part of the program as in a subject.
    """
    found = _INLINE.match(text)
    if found is None or _SCOPE.match(found[1]):
        return ""
    topic = topic_named(found[1])
    return topic if topic in INLINE else ""


def topic_named(name: str) -> str:
    """Return the topic that a heading means, empty when it is not known."""
    name = _plain(name)
    return _BY_NAME.get(name) or _BY_NAME.get(_TAIL.sub("", name), "")


def _plain(name: str) -> str:
    """Return a name without its number and marks, in lower case."""
    bare = _NUMBER.sub("", name.strip(_AROUND), count=1)
    return " ".join(bare.strip(_AROUND).lower().split())
