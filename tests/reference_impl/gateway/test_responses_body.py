from __future__ import annotations

import json
from typing import Any

import pytest

from reference_impl.gateway.json_members import read
from reference_impl.gateway.responses_body import as_chat_body, is_responses_body


def _chat(body: dict[str, Any]) -> Any:
    read_body = read(json.dumps(body).encode())
    assert read_body is not None
    assert is_responses_body(read_body)
    return json.loads(as_chat_body(read_body))


@pytest.mark.parametrize("body", [{}, {"messages": [], "input": "x"}, {"prompt": "x"}])
def test_other_bodies_are_left_alone(body: dict[str, Any]) -> None:
    read_body = read(json.dumps(body).encode())

    assert read_body is not None
    assert not is_responses_body(read_body)


def test_texts_and_settings() -> None:
    body = {
        "model": "m",
        "instructions": "be brief",
        "input": "hé\ud800",
        "stream": True,
        "max_output_tokens": 9,
        "reasoning": {"effort": "low"},
        "store": False,
    }

    assert _chat(body) == {
        "model": "m",
        "stream": True,
        "max_completion_tokens": 9,
        "reasoning_effort": "low",
        "messages": [
            {"role": "system", "content": "be brief"},
            {"role": "user", "content": "hé\ud800"},
        ],
    }


def test_items_calls_and_tools() -> None:
    call = {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"}
    output = {"type": "function_call_output", "call_id": "c1", "output": {"a": 1}}
    words = [{"type": "input_text", "text": "a"}, {"type": "input_text", "text": "b"}]
    picture = [words[0], {"type": "input_image", "image_url": "data:x"}]
    body = {
        "input": [
            {"role": "user", "content": words},
            {"type": "message", "role": "assistant", "content": "plain"},
            call,
            output,
            {"role": "user", "content": picture},
            {"type": "reasoning"},
            "stray",
        ],
        "tools": [{"type": "function", "name": "f", "parameters": {}}, {"type": "web_search"}],
        "tool_choice": "auto",
    }

    chat = _chat(body)

    function = {"name": "f", "arguments": "{}"}
    assert chat["messages"] == [
        {"role": "user", "content": "ab"},
        {"role": "assistant", "content": "plain"},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "c1", "type": "function", "function": function}],
        },
        {"role": "tool", "tool_call_id": "c1", "content": '{"a": 1}'},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "a"},
                {"type": "image_url", "image_url": {"url": "data:x"}},
            ],
        },
    ]
    assert chat["tools"] == [{"type": "function", "function": {"name": "f", "parameters": {}}}]
    assert chat["tool_choice"] == "auto"
