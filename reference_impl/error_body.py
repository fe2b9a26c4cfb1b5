"""The body of an error answer (section `error_body` of the vectors)."""

from __future__ import annotations

from reference_impl import go_json
from reference_impl.text import trim

_PHRASES = {
    100: "Continue", 101: "Switching Protocols", 102: "Processing", 103: "Early Hints",
    200: "OK", 201: "Created", 202: "Accepted", 203: "Non-Authoritative Information",
    204: "No Content", 205: "Reset Content", 206: "Partial Content", 207: "Multi-Status",
    208: "Already Reported", 226: "IM Used", 300: "Multiple Choices", 301: "Moved Permanently",
    302: "Found", 303: "See Other", 304: "Not Modified", 305: "Use Proxy",
    307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request",
    401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required",
    408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required",
    412: "Precondition Failed", 413: "Request Entity Too Large", 414: "Request URI Too Long",
    415: "Unsupported Media Type", 416: "Requested Range Not Satisfiable",
    417: "Expectation Failed", 418: "I'm a teapot", 421: "Misdirected Request",
    422: "Unprocessable Entity", 423: "Locked", 424: "Failed Dependency", 425: "Too Early",
    426: "Upgrade Required", 428: "Precondition Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported",
    506: "Variant Also Negotiates", 507: "Insufficient Storage", 508: "Loop Detected",
    510: "Not Extended", 511: "Network Authentication Required",
}  # fmt: skip
"""The phrases of the original's `net/http`; Python's `HTTPStatus` has others for some."""

_KINDS = {
    401: ("authentication_error", "invalid_api_key"),
    403: ("permission_error", "insufficient_quota"),
    404: ("invalid_request_error", "model_not_found"),
    429: ("rate_limit_error", "rate_limit_exceeded"),
}


def status_text(status: int) -> str:
    """The phrase of a status, empty for one that is not registered."""
    return _PHRASES.get(status, "")


def error_body(status: int, text: str) -> bytes:
    """The JSON body for an error.

    Args:
        status: The HTTP status; 0 or less reads as 500.
        text: The error's text. Is it JSON already, then it is the body, trimmed; blank, then the
            phrase of the status stands for it.
    """
    status = status if status > 0 else 500
    trimmed = trim(text)
    if not trimmed:
        text = status_text(status)
    elif go_json.is_valid(trimmed):
        return trimmed.encode("utf-8", "replace")
    kind, code = _KINDS.get(status, ("invalid_request_error", ""))
    if status >= 500:
        kind, code = "server_error", "internal_server_error"
    error = {"message": text, "type": kind}
    if code:
        error["code"] = code
    return go_json.encode({"error": error}).encode()
