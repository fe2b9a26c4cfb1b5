"""What headings in notes and in commit messages mean: tables in English and Chinese.

Notes are taken by what is known: text below a heading that no table knows stays out, and a heading
that speaks of the live machine in any way is local. Messages leave but for what is known to be
local, so there a heading has to be such a name as a whole. The rules file adds words for both.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from prtool.model.parts import Part
from prtool.model.patterns import regex
from prtool.model.record import dataclass

WORDS: dict[Part, tuple[str, ...]] = {
    Part.SUMMARY: (
        "summary", "overview", "abstract", "description", "tl;dr", "in short", "short version",
        "摘要", "概述", "总结", "概要", "简介", "一句话总结", "结论",
    ),
    Part.PROBLEM: (
        "problem", "the problem", "problem statement", "issue", "issue description", "symptom",
        "symptoms", "bug", "bug description", "defect", "what is wrong", "what goes wrong",
        "what was wrong", "what went wrong", "what is broken", "what was broken", "what broke",
        "what happens", "what happened",
        "observed behavior", "observed behaviour", "actual behavior", "actual behaviour",
        "expected behavior", "expected behaviour", "motivation", "background",
        "问题", "问题描述", "问题现象", "现象", "故障现象", "症状", "缺陷", "缺陷描述", "背景",
        "预期行为", "实际行为",
    ),
    Part.ROOT_CAUSE: (
        "root cause", "root causes", "the root cause", "cause", "causes", "analysis",
        "root cause analysis", "cause analysis", "why", "why it happens", "why does it happen",
        "why did it happen", "why it happened", "what causes it", "what caused it", "diagnosis",
        "根因", "根本原因", "原因", "原因分析", "根因分析", "问题分析", "问题原因", "问题根因",
        "分析", "定位",
    ),
    Part.CHANGES: (
        "changes", "change", "the change", "what changes", "what changed", "fix", "the fix",
        "fixes", "solution", "implementation", "approach", "design", "patch", "code changes",
        "修复", "修复方案", "修改", "修改内容", "代码修改", "改动", "改动内容", "变更", "变更内容",
        "方案", "解决方案",
        "解决办法", "实现", "修复内容", "修复方法",
    ),
    Part.TESTS: (
        "tests", "test", "testing", "test plan", "regression tests", "regression test",
        "unit tests", "automated tests", "new tests", "test coverage",
        "测试", "单元测试", "回归测试", "测试用例", "自动化测试", "测试方案", "新增测试",
    ),
    Part.REPRODUCE: (
        "how to reproduce", "reproduce", "reproduction", "reproducer", "repro",
        "steps to reproduce", "minimal reproduction", "reproduction steps",
        "复现", "复现步骤", "复现方法", "如何复现", "重现步骤", "最小复现", "问题复现",
    ),
    Part.VERIFICATION: (
        "verification", "verify", "how to verify", "results", "test results", "validation",
        "measurements", "before and after", "before/after", "evidence", "benchmark", "benchmarks",
        "验证", "验证结果", "验证方法", "测试结果", "修复前后对比", "前后对比", "效果", "结果",
        "性能对比", "验证步骤",
    ),
    Part.COMPATIBILITY: (
        "compatibility", "backward compatibility", "backwards compatibility", "risk", "risks",
        "compatibility and risks", "breaking changes", "breaking change", "side effects",
        "风险", "兼容性", "兼容性与风险", "风险与兼容性", "兼容性说明", "影响", "影响范围",
        "风险评估",
    ),
    Part.OUT_OF_SCOPE: (
        "out of scope", "not in scope", "not included", "not covered", "limitations",
        "known limitations", "non-goals", "deliberately left out",
        "范围之外", "不在范围内", "不包含", "不包括", "局限", "局限性", "已知限制", "非目标",
        "暂不处理",
    ),
}  # fmt: skip
"""Headings, in lower case, that mean a part which leaves; a heading has to be the whole of one."""

LOCAL: Mapping[str, tuple[str, ...]] = {
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
"""The topics that stay out, and the headings that mean them: as a whole, or in notes as a part."""

OWN_TOPIC = "local notes"
"""The topic of the words that a rules file calls local."""
LIVE_WORDS = (
    "restore", "switch-over", "switchover", "live", "running", "current state", "on call",
    "production", "staging", "canary", "hashes", "restart", "service unit", "systemd", "todo",
    "to do", "timeline", "log", "logs", "environment", "machine", "machines", "host", "hosts",
    "contacts", "people", "operations", "ops", "monitoring", "credentials", "secrets", "发布",
    "恢复", "线上", "生产", "运行态", "当前状态", "重启", "服务单元", "后续", "时间线", "日志",
    "环境", "机器", "主机", "联系人", "人员", "私有", "运维", "监控", "凭据", "密钥", "灰度",
)  # fmt: skip
"""Further words by which a heading in notes speaks of the live machine. In a message, where what is
unknown leaves, they are too common to mean that."""

_OF_NOTES = frozenset((
    *LOCAL["local notes"], "live", "production", "staging", "timeline", "log", "logs",
    "environment", "machine", "machines", "host", "hosts", "现网", "线上", "生产", "时间线", "日志",
    "环境", "机器", "主机", "私有",
))  # fmt: skip
"""Of the words that make a heading local, those that say what the notes are, or of what place."""

_NUMBER = regex(
    r"(?:step\s+)?\(?[0-9]+(?:\.[0-9]+)*(?:[.):、]\s*|\s+)|[ivx]+[.)]\s+|[a-z][.)]\s+"
    r"|\(?[一二三四五六七八九十]+(?:[、.):]\s*|\s+)|第[一二三四五六七八九十0-9]+[章节步部]分?[:、\s]*"
)
_CIRCLED = regex(r"\s*[①-⑳㈠-㈩]\s*")
_TAIL = regex(
    r"(?: (?:notes?|steps?|plan|log|record|details|status|commands?|procedure|paths?)"
    r"|(?:步骤|方案|记录|说明|情况|计划|过程|信息|路径|备注))$"
)
"""What may stand behind a name that is local without changing what it means."""
_REMARK = regex(r"(?P<name>[^()]+)\((?P<remark>[^()]+)\)")
_REMARKS = frozenset((
    "short", "brief", "in short", "in brief", "long", "detailed", "in detail", "details", "draft",
    "final", "confirmed", "updated", "revised", "general", "public", "upstream",
    "简述", "简要", "简短", "详细", "详情", "草稿", "最终", "已确认", "更新", "通用", "公开",
    "上游",
))  # fmt: skip
"""What may stand in brackets behind a known word: nothing that could name a place."""
_FRAMES = (
    regex(r"(?:what|which) (?:is|are|was|were) (?P<name>.+)"),
    regex(r"how (?:to|do (?:we|i|you)|did (?:we|i)|can (?:we|i|you)) "
          r"(?P<name>reproduce|test|verify|fix)(?: (?:it|this))?"),
    regex(r"(?:the|our|this|a|an) (?P<name>.+)"),
    regex(r"(?P<name>.+)是什么"),
    regex(r"(?:如何|怎么|怎样)(?P<name>复现|测试|验证|修复|修改)(?:的|它)?"),
)  # fmt: skip
"""How a known word is asked for, each at most once, in this order."""
_LONGEST = 80
"""Code points of a heading that may be more than known words."""
_JOINT = regex(r"\s*(?:/|&|\+|,|、|以及|及其|和|与|及|\band\b)\s*")
_ASCII_WORD = regex(r"[a-z0-9]+(?:[ -][a-z0-9]+)*")


def plain(heading: str) -> str:
    """Return a heading as the tables have it: lower case, without marks, numbers and colons."""
    # The normal form of a number in a circle is a number that belongs to the word.
    heading = heading[found.end() :] if (found := _CIRCLED.match(heading)) else heading
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = "".join(char for char in text if char not in "*_`~" and char.isprintable())
    text = _trimmed(text)
    return _trimmed(_NUMBER.sub("", text, 1) if _NUMBER.match(text) else text)


def _trimmed(text: str) -> str:
    """Cut off what is neither a letter nor a digit, such as an emoji or brackets, at both ends."""
    start, end = 0, len(text)
    while start < end and not (text[start].isalnum() or text[start] == "("):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == ")"):
        end -= 1
    return " ".join(text[start:end].split())


@dataclass(frozen=True, slots=True)
class Headings:
    """The tables in force."""

    parts: Mapping[str, Part]
    topics: Mapping[str, str]
    """The topic of each name that is local."""
    local: tuple[str, ...]
    """Words by which a heading in notes is local."""

    def part(self, heading: str) -> Part | None:
        """Return the part that a heading means, None when it is not known.

        Words of the rules file come first. A heading of several words ("Problem and root cause")
        is known when all are, and means the first. Only what speaks of nothing local may be more
        than such words: a question ("What was the problem?") or a remark ("Problem (short)").
        """
        text = plain(heading)
        found = self._named(text)
        if found is None and any(_speaks_of(text, word) for word in self.local):
            return Part.LOCAL
        return found or self._worded(text)

    def is_title(self, heading: str) -> bool:
        """Tell whether a local heading, if it is that of the whole notes, only says what they are.

        A name that stands alone, or speaks of more than the place, is a section's.
        """
        text = plain(heading)
        words = [word for word in self.local if _speaks_of(text, word)]
        return all(word in _OF_NOTES and word != text for word in words)

    def is_known(self, line: str) -> bool:
        """Tell whether a line is a heading by its words alone, without any mark."""
        text = plain(line)
        return text in self.local or self._named(text) is not None

    def _worded(self, text: str) -> Part | None:
        """Return what a heading means in which a known word stands in a usual frame."""
        if len(text) > _LONGEST:
            return None
        remark = _REMARK.fullmatch(text)
        if remark is not None:
            if remark["remark"] not in _REMARKS and self._named(remark["remark"]) is None:
                return None
            text = _trimmed(remark["name"])
        for frame in _FRAMES:
            if (framed := frame.fullmatch(text)) is not None:
                text = framed["name"]
        return self._named(text)

    def topic(self, heading: str) -> str:
        """Return the local topic that a heading of a message means, empty when it means none."""
        text = plain(heading)
        if self.parts.get(text, Part.LOCAL) is not Part.LOCAL:
            return ""
        return self.topics.get(text) or self.topics.get(_TAIL.sub("", text), "")

    def is_part(self, label: str) -> bool:
        """Tell whether a label in a message begins something that is no more of one machine.

        Results may well be those of that machine.
        """
        found = self.parts.get(plain(label), Part.LOCAL)
        return found not in (Part.LOCAL, Part.VERIFICATION)

    def _named(self, text: str) -> Part | None:
        if text in self.parts:
            return self.parts[text]
        words = [word for word in _JOINT.split(text) if word]
        known = [self.parts.get(word) for word in words]
        if not words or None in known:
            return None
        return Part.LOCAL if Part.LOCAL in known else known[0]


def _speaks_of(text: str, word: str) -> bool:
    if not word.isascii():
        return word in text  # a script without word boundaries
    return f" {word} " in f" {' '.join(_ASCII_WORD.findall(text))} " or text == word


def headings(more: Iterable[tuple[str, Part]] = ()) -> Headings:
    """Return the built-in tables with the words of the rules file; those win.

    Args:
        more: headings and the parts that they mean.
    """
    parts = {word: part for part, words in WORDS.items() for word in words}
    topics = {name: topic for topic, names in LOCAL.items() for name in names}
    given = [(plain(word), part) for word, part in more]
    own = [word for word, part in given if part is Part.LOCAL]
    return Headings(
        parts | dict(given), topics | dict.fromkeys(own, OWN_TOPIC), (*topics, *LIVE_WORDS, *own)
    )
