"""A body of the responses interface sent to chat completions, turned into one of that interface.

Fields: https://platform.openai.com/docs/api-reference/responses/create and
https://platform.openai.com/docs/api-reference/chat/create.
"""

from __future__ import annotations

import json
from typing import Any

from reference_impl.gateway.json_members import Body

_RENAMED = {"max_output_tokens": "max_completion_tokens"}
_KEPT = ("model", "stream", "temperature", "top_p", "parallel_tool_calls", "metadata", "user")


def is_responses_body(body: Body) -> bool:
    """Whether a body has `input` or `instructions`, but no `messages`."""
    members = body.members
    return "messages" not in members and ("input" in members or "instructions" in members)


def as_chat_body(body: Body) -> bytes:
    """The chat completions body that asks for the same.

    Texts of messages, the calls of functions and their outputs, function tools and the effort of
    reasoning are carried over; items of other types are left out.
    """
    source: dict[str, Any] = json.loads(body.text)
    chat: dict[str, Any] = {key: source[key] for key in _KEPT if key in source}
    chat |= {new: source[old] for old, new in _RENAMED.items() if old in source}
    messages: list[dict[str, Any]] = []
    if instructions := source.get("instructions"):
        messages.append({"role": "system", "content": instructions})
    given = source.get("input")
    if isinstance(given, str):
        messages.append({"role": "user", "content": given})
    elif isinstance(given, list):
        messages += [m for item in given if isinstance(item, dict) and (m := _message(item))]
    chat["messages"] = messages
    tools = [_tool(t) for t in source.get("tools") or () if _is_function(t)]
    if tools:
        chat["tools"] = tools
        if "tool_choice" in source:
            chat["tool_choice"] = source["tool_choice"]
    reasoning = source.get("reasoning")
    if isinstance(reasoning, dict) and reasoning.get("effort"):
        chat["reasoning_effort"] = reasoning["effort"]
    return json.dumps(chat, separators=(",", ":")).encode()


def _message(item: dict[str, Any]) -> dict[str, Any] | None:
    kind = item.get("type", "message")
    if kind == "function_call":
        call = {"name": item.get("name", ""), "arguments": item.get("arguments", "")}
        calls = [{"id": item.get("call_id", ""), "type": "function", "function": call}]
        return {"role": "assistant", "content": None, "tool_calls": calls}
    if kind == "function_call_output":
        output = item.get("output", "")
        content = output if isinstance(output, str) else json.dumps(output, ensure_ascii=False)
        return {"role": "tool", "tool_call_id": item.get("call_id", ""), "content": content}
    if kind != "message":
        return None
    return {"role": item.get("role", "user"), "content": _content(item.get("content", ""))}


def _content(content: Any) -> Any:
    if not isinstance(content, list):
        return content
    parts: list[dict[str, Any]] = []
    for part in content:
        match part:
            case {"type": "input_text" | "output_text" | "text", "text": words}:
                parts.append({"type": "text", "text": words})
            case {"type": "input_image", "image_url": url}:
                parts.append({"type": "image_url", "image_url": {"url": url}})
    if all(part["type"] == "text" for part in parts):
        return "".join(str(part["text"]) for part in parts)
    return parts


def _is_function(tool: Any) -> bool:
    return isinstance(tool, dict) and tool.get("type") == "function" and "name" in tool


def _tool(tool: dict[str, Any]) -> dict[str, Any]:
    function = {key: tool[key] for key in ("name", "description", "parameters") if key in tool}
    return {"type": "function", "function": function}
