"""Secrets with which web frameworks sign, and the cookies that they hand out."""

from __future__ import annotations

from prtool.detectors.likeness import looks_random
from prtool.detectors.secret_kinds.model import (
    SAMPLE_HEX,
    SecretKind,
    found,
    is_mixed,
    left,
)
from prtool.model.finding import Confidence, Severity
from prtool.model.patterns import regex

_FORGES_SESSIONS = "Whoever reads it can forge sessions and signed links."

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/django-secret-key",
        title="Secret key that Django generated for a new project",
        source="https://github.com/django/django/blob/main/django/core/management/utils.py",
        keywords=("django-insecure-",),
        regex=regex(r"(?P<secret>django-insecure-[a-z0-9!@#$%^&*(\-_=+)]{50})(?![A-Za-z0-9])"),
        found=found("SECRET_KEY = '", "django-insecure-", "k7q-9z+r3!" * 5, after="'"),
        left=left("SECRET_KEY = '", "django-insecure-", "change-me-in-production", "'"),
        severity=Severity.MEDIUM,
        why=_FORGES_SESSIONS,
    ),
    SecretKind(
        id="secret/laravel-app-key",
        title="Laravel application key",
        source="https://github.com/laravel/framework/blob/master/src/Illuminate/Foundation/Console/KeyGenerateCommand.php",
        keywords=("app_key", "app.key"),
        regex=regex(
            r"(?i:app[_.]key)[\"']?[ \t]{0,4}(?:=>|[=:,])[ \t]{0,4}[\"']?"
            r"(?P<secret>base64:(?:[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{22}==))"
        ),
        found=found("APP_KEY=", "base64:", "k7Qw9zR3+/" * 4, "k7Q="),
        left=left("APP_KEY=", "base64:", "k7Qw9zR3"),
        why=_FORGES_SESSIONS,
    ),
    SecretKind(
        id="secret/rails-secret",
        title="Rails master key or secret key base",
        source="https://github.com/rails/rails/blob/510c77cc8d2b9e817b8e0c0424f406d8023a22fd/railties/lib/rails/commands/secret/secret_command.rb",
        keywords=("rails_master_key", "secret_key_base"),
        regex=regex(
            r"(?i:rails_master_key|secret_key_base)[\"']?[ \t]{0,8}(?:=>|[=:])[ \t]{0,8}[\"']?"
            r"(?P<secret>[0-9A-Za-z]{128}|[0-9a-f]{32})(?![0-9A-Za-z])"
        ),
        found=found("RAILS_MASTER_KEY=", SAMPLE_HEX * 2),
        left=left("RAILS_MASTER_KEY_SHA=", SAMPLE_HEX),
        accept=is_mixed,
        why=_FORGES_SESSIONS,
    ),
    SecretKind(
        id="secret/wordpress-key",
        title="WordPress authentication key or salt",
        source="https://github.com/WordPress/WordPress/blob/master/wp-admin/setup-config.php",
        keywords=(
            "auth_key",
            "logged_in_key",
            "nonce_key",
            "auth_salt",
            "logged_in_salt",
            "nonce_salt",
        ),
        regex=regex(
            r"define\([ \t]{0,4}['\"](?:(?:SECURE_)?AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)['\"]"
            r"[ \t]{0,4},[ \t]{0,20}['\"](?P<secret>[^'\"\n]{60,70})['\"]"
        ),
        found=found("define('AUTH_KEY', '", "k7Qw-9z+R3 !a#" * 4, "k7Qw9zR3", after="');"),
        left=left("define('AUTH_KEY', 'put your unique phrase here');"),
        why=_FORGES_SESSIONS,
    ),
    SecretKind(
        id="secret/session-cookie",
        title="Session cookie",
        source="https://owasp.org/www-community/attacks/Session_hijacking_attack",
        keywords=(
            *("phpsessid=", "jsessionid=", "asp.net_sessionid=", ".aspnetcore.", "connect.sid="),
            *("laravel_session=", "_gitlab_session=", "sessionid=", "_session_id="),
        ),
        regex=regex(
            r"(?i:PHPSESSID|JSESSIONID|ASP\.NET_SessionId|\.AspNetCore\.[A-Za-z.]{4,40}|connect\.sid"
            r"|laravel_session|_gitlab_session|sessionid|_session_id)="
            r"(?P<secret>[A-Za-z0-9%_.+/=-]{20,1000})"
        ),
        found=found("Cookie: sessionid=", "k7qw9zr3ab" * 3, after="; theme=dark"),
        left=left("Cookie: sessionid=", "your-session-id-goes-here"),
        accept=looks_random,
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        why="Whoever reads it in time is logged in as its owner.",
    ),
)
