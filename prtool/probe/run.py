"""A whole probe: in each round the list once, then both chats of every model."""

from __future__ import annotations

from collections.abc import Sequence

from prtool import __version__
from prtool.evidence.model import Asked, Attempt, Evidence, Listed, ModelEvidence
from prtool.probe.bodies import listed
from prtool.probe.layers import ask_chat, ask_models, ask_stream
from prtool.probe.target import Target
from prtool.probe.wire import Wire
from prtool.progress import Progress


def probe(
    target: Target,
    wire: Wire,
    models: Sequence[str],
    asked: Asked,
    *,
    label: str,
    progress: Progress,
) -> Evidence:
    """Ask an endpoint for all layers of all models, one request after the other."""
    lists: list[Attempt] = []
    names: dict[str, list[Listed]] = {model: [] for model in models}
    chats: dict[str, list[Attempt]] = {model: [] for model in models}
    streams: dict[str, list[Attempt]] = {model: [] for model in models}
    for number in range(asked.repeat):
        round_ = f"round {number + 1} of {asked.repeat}, " if asked.repeat > 1 else ""
        progress.stage(f"{round_}models list")
        attempt, found = ask_models(wire)
        lists.append(attempt)
        for model in models:
            names[model].append(listed(model, found))
            progress.stage(f"{round_}chat with {model}")
            chats[model].append(ask_chat(wire, model, asked.max_tokens))
            progress.stage(f"{round_}stream of {model}")
            streams[model].append(ask_stream(wire, model, asked.max_tokens))
    return Evidence(
        version=__version__, label=label, remote=target.remote, tls=target.address.tls,
        asked=asked, lists=tuple(lists),
        models=tuple(
            ModelEvidence(
                model=model, listed=tuple(names[model]), chat=tuple(chats[model]),
                stream=tuple(streams[model]),
            )
            for model in models
        ),
    )  # fmt: skip
