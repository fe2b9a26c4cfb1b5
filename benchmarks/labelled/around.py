"""Surroundings: the files in which values stand in real projects."""

from __future__ import annotations

import json
from collections.abc import Callable

from benchmarks.labelled.model import Draw

Place = Callable[[Draw, str], tuple[str, str | bytes]]


def text(path: str, template: str) -> Place:
    """Return a place that puts the value where the template has ``@@``."""
    return lambda _, value: (path, template.replace("@@", value))


def env(name: str, path: str = "deploy/acme.env") -> Place:
    return text(path, f"# Acme service\nLOG_LEVEL=info\nPORT=8080\n{name}=@@\nWORKERS=4\n")


def export(name: str) -> Place:
    return text(
        "scripts/deploy.sh",
        f'#!/bin/sh\nset -eu\ncd "$(dirname "$0")"\nexport {name}="@@"\n./acme deploy --wait\n',
    )


def yaml(key: str, path: str = "deploy/values-prod.yaml") -> Place:
    return text(
        path, f"acme:\n  replicas: 3\n  image: acme/api:1.4.2\n  {key}: @@\n  timeout: 30s\n"
    )


def quoted_yaml(key: str) -> Place:
    return text("charts/acme/values.yaml", f'service:\n  port: 80\n  {key}: "@@"\n  debug: false\n')


def json_file(key: str, path: str = "config/production.json") -> Place:
    def place(_: Draw, value: str) -> tuple[str, str]:
        fields = {"name": "acme", "port": 8080, key: value, "debug": False}
        return path, json.dumps(fields, indent=2) + "\n"

    return place


def python(name: str) -> Place:
    return text(
        "acme/client.py",
        'import requests\n\nBASE = "https://api.example.com"\n'
        f'{name} = "@@"\n\n\ndef get(path: str) -> bytes:\n    return requests.get(BASE + path).content\n',
    )


def go(name: str) -> Place:
    return text(
        "internal/acme/client.go",
        'package acme\n\nimport "net/http"\n\n'
        f'const {name} = "@@"\n\nfunc New() *http.Client {{\n\treturn &http.Client{{}}\n}}\n',
    )


def javascript(name: str) -> Place:
    return text(
        "src/client.js",
        'import axios from "axios";\n\n'
        f"const {name} = '@@';\n\nexport const get = (path) => axios.get(path);\n",
    )


def argument(call: str) -> Place:
    """Return a place in code where the value has no name of its own: ``@@`` within ``call``."""
    return text(
        "acme/worker.py", f"import acme\n\n\ndef main() -> None:\n    {call}\n    acme.run()\n"
    )


def dockerfile(name: str) -> Place:
    return text(
        "Dockerfile",
        f'FROM python:3.12-slim\nWORKDIR /app\nENV {name}=@@\nCOPY . .\nCMD ["acme"]\n',
    )


def workflow(name: str) -> Place:
    return text(
        ".github/workflows/release.yml",
        "on: push\njobs:\n  release:\n    runs-on: ubuntu-latest\n    env:\n"
        f"      {name}: @@\n    steps:\n      - run: make release\n",
    )


def terraform(name: str) -> Place:
    return text(
        "infra/main.tf",
        f'provider "acme" {{\n  region = "eu-west-1"\n  {name} = "@@"\n}}\n\nresource "acme_app" "web" {{}}\n',
    )


def properties(key: str) -> Place:
    return text(
        "src/main/resources/application-prod.properties",
        f"server.port=8080\nspring.main.banner-mode=off\n{key}=@@\n",
    )


def java(name: str) -> Place:
    return text(
        "src/main/java/acme/Client.java",
        "package acme;\n\nfinal class Client {\n"
        f'    private static final String {name} = "@@";\n}}\n',
    )


def curl(header: str) -> Place:
    return text(
        "docs/api.md",
        f"# API\n\nFetch the list:\n\n```sh\ncurl -H '{header}' https://api.example.com/v1/items\n```\n",
    )


def prose(sentence: str) -> Place:
    return text(
        "docs/setup.md", f"# Set-up\n\nInstall the tool first.\n\n{sentence}\n\nThen run it.\n"
    )
