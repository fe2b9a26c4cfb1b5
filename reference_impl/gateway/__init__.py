"""The conductor behind an OpenAI-compatible HTTP surface (the extra `gateway`).

Only `upstream`, `serve` and what starts servers need third-party packages; `app` and `inprocess`
are plain ASGI and need none.
"""
