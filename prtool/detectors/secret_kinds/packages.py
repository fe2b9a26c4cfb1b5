"""Credentials of package and image registries."""

from __future__ import annotations

from prtool.detectors.secret_kinds import checksums
from prtool.detectors.secret_kinds.model import SAMPLE_HEX, SecretKind, found, is_mixed, left, token
from prtool.model.patterns import regex

_PYPI_STARTS = ("pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw")
"""Of the tokens of pypi.org and test.pypi.org: the head of a macaroon, with the host in it."""

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/npm-token",
        title="npm access token",
        source="https://docs.npmjs.com/about-access-tokens",
        keywords=("npm_",),
        regex=token(r"npm_[A-Za-z0-9]{36}"),
        found=found("//registry.npmjs.org/:_authToken=", "npm_", "a1B2" * 9),
        left=left("npm_", "config_registry_url"),
        checksum=checksums.github,
    ),
    SecretKind(
        id="secret/npmrc-credential",
        title="Credential in an .npmrc file",
        source="https://docs.npmjs.com/cli/configuring-npm/npmrc#auth-related-configuration",
        keywords=("_authtoken", ":_auth", ":_password"),
        regex=regex(
            r"(?::_(?:authToken|auth|password)|(?<![A-Za-z0-9])_authToken)"
            r"[ \t]{0,4}=[ \t]{0,4}[\"']?(?P<secret>[A-Za-z0-9_+/=.-]{8,400})"
        ),
        found=found("//npm.acme.test/:_authToken=", "3fa9b7c1-3fa9-4fa9-9fa9-3fa9b7c13fa9"),
        left=left("//npm.acme.test/:_authToken=${NPM_TOKEN}"),
    ),
    SecretKind(
        id="secret/pypi-token",
        title="PyPI API token",
        source="https://github.com/pypi/warehouse/blob/1d9339054dbb9c935623a4246e2cf26485f02793/docs/development/token-scanning.rst",
        keywords=tuple(start.lower() for start in _PYPI_STARTS),
        regex=token(rf"(?:{'|'.join(_PYPI_STARTS)})[A-Za-z0-9_-]{{70,2000}}"),
        found=found("password = ", "pypi-Ag", "EIcHlwaS5vcmc", "a1B2" * 20),
        left=left("password = ", "pypi-Ag", "EIcHlwaS5vcmc"),
    ),
    SecretKind(
        id="secret/rubygems-key",
        title="RubyGems API key",
        source="https://github.com/rubygems/rubygems.org/blob/master/app/controllers/concerns/api_keyable.rb",
        keywords=("rubygems_",),
        regex=token(r"rubygems_[a-f0-9]{48}"),
        found=found(":rubygems_api_key: ", "rubygems_", "3fa9" * 12),
        left=left(":rubygems_api_key: ", "rubygems_", "3fa9" * 4),
    ),
    SecretKind(
        id="secret/crates-io-token",
        title="crates.io API token",
        source="https://github.com/rust-lang/crates.io/blob/main/crates/crates_io_database/src/utils/token.rs",
        keywords=("cio",),
        regex=token(r"cio[A-Za-z0-9]{32}"),
        found=found('token = "', "cio", "k7Qw9zR3" * 4, after='"'),
        left=left('token = "', "cio", "k7Qw9zR3" * 2, '"'),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/nuget-key",
        title="NuGet API key",
        source="https://github.com/NuGet/NuGetGallery/blob/main/src/NuGetGallery.Services/Authentication/ApiKeyV4.cs",
        keywords=("oy2",),
        regex=token(r"oy2[a-p][a-z2-7]{42}"),
        found=found("dotnet nuget push -k ", "oy2", "a4b2kq7wz3" * 4, "c3d"),
        left=left("dotnet nuget push -k ", "oy2", "a4b2"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/docker-token",
        title="Docker Hub access token",
        source="https://docs.docker.com/security/access-tokens/personal-access-tokens/",
        keywords=("dckr_pat_", "dckr_oat_"),
        regex=token(r"dckr_[po]at_[A-Za-z0-9_-]{20,60}"),
        found=found("docker login -u acme -p ", "dckr_pat_", "a1B_" * 6, "a1B"),
        left=left("docker login -u acme -p ", "dckr_pat_", "a1"),
    ),
    SecretKind(
        id="secret/docker-config-auth",
        title="Credential in a Docker config file",
        source="https://github.com/docker/cli/blob/master/cli/config/types/authconfig.go",
        keywords=('"auth"', '"identitytoken"', '"registrytoken"'),
        regex=regex(
            r"\"(?:auth|identitytoken|registrytoken)\"[ \t]{0,4}:[ \t]{0,4}"
            r"\"(?P<secret>[A-Za-z0-9+/=_.-]{12,2000})\""
        ),
        found=found('{"auths":{"r.acme.test":{"auth": "', "YWNtZTpz", "M2NyM3Q=", after='"}}}'),
        left=left('{"services":{"api":{"auth": "none"}}}'),
        accept=lambda value: any(char.isdigit() or char == "=" for char in value),
    ),
    SecretKind(
        id="secret/artifactory-token",
        title="Artifactory API key or reference token",
        source="https://jfrog.com/help/r/jfrog-platform-administration-documentation/understanding-identity-tokens",
        keywords=("akcp", "cmvmd"),
        regex=token(r"AKCp[A-Za-z0-9]{69}|cmVmd[A-Za-z0-9]{59}"),
        found=found("X-JFrog-Art-Api: ", "AKCp", "a1B2" * 17, "c"),
        left=left("X-JFrog-Art-Api: ", "AKCp", "a1B2" * 4),
    ),
    SecretKind(
        id="secret/clojars-token",
        title="Clojars deploy token",
        source="https://github.com/clojars/clojars-web/blob/main/src/clojars/db.clj",
        keywords=("clojars_",),
        regex=token(r"CLOJARS_[0-9a-f]{60}"),
        found=found(":password ", "CLOJARS_", "3fa9" * 15),
        left=left(":password ", "CLOJARS_", "TOKEN"),
    ),
    SecretKind(
        id="secret/packagist-token",
        title="Private Packagist token",
        source="https://packagist.com/docs/composer-authentication#token-format",
        keywords=("packagist_",),
        regex=token(r"packagist_[a-z]{3}_[0-9a-f]{68}"),
        found=found("COMPOSER_AUTH token ", "packagist_ort_", SAMPLE_HEX * 4, "3fa9"),
        left=left("COMPOSER_AUTH token ", "packagist_ort_", SAMPLE_HEX),
    ),
)
