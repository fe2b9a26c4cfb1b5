"""Credentials of build, analysis and release services."""

from __future__ import annotations

from prtool.detectors.secret_kinds.model import (
    SAMPLE_HEX,
    SAMPLE_UUID,
    UUID,
    SecretKind,
    found,
    is_mixed,
    left,
    named,
    token,
)

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/circleci-token",
        title="CircleCI API token",
        source="https://circleci.com/changelog/new-format-for-api-access-tokens/",
        keywords=("ccipat_", "cciprj_"),
        regex=token(r"CCI(?:PAT|PRJ)_[A-Za-z0-9]{18,26}_[0-9a-f]{40}"),
        found=found("CIRCLE_TOKEN=", "CCIPAT_", "ULUhR6rJLx", "YbyzyrP19iMZ", "_", "3fa9" * 10),
        left=left("CIRCLE_TOKEN=", "CCIPAT_", "ULUhR6rJLx"),
    ),
    SecretKind(
        id="secret/buildkite-token",
        title="Buildkite token",
        source="https://buildkite.com/docs/platform/security/tokens",
        keywords=("bkua_", "bkaa_", "bkaj_", "bkct_"),
        regex=token(r"bk(?:ua|aa|aj|ct)_[A-Za-z0-9._-]{32,200}"),
        found=found("BUILDKITE_API_TOKEN=", "bkua_", "3fa9b7c1d5" * 4),
        left=left("BUILDKITE_API_TOKEN=", "bkua_", "3fa9b7c1d5"),
    ),
    SecretKind(
        id="secret/sonar-token",
        title="SonarQube token",
        source="https://github.com/SonarSource/sonarqube/blob/master/server/sonar-webserver-auth/src/main/java/org/sonar/server/usertoken/TokenGeneratorImpl.java",
        keywords=("squ_", "sqp_", "sqa_"),
        regex=token(r"sq[upa]_[0-9a-f]{40}"),
        found=found("SONAR_TOKEN=", "squ_", "3fa9b7c1d5" * 4),
        left=left("SONAR_TOKEN=", "squ_", "3fa9b7c1d5"),
    ),
    SecretKind(
        id="secret/jetbrains-token",
        title="Permanent token of YouTrack, TeamCity or Hub",
        source="https://www.jetbrains.com/help/youtrack/devportal/authentication-with-permanent-token.html",
        keywords=("perm:", "perm-"),
        regex=token(r"perm[:-][A-Za-z0-9+/=]{4,80}\.[A-Za-z0-9+/=-]{4,120}\.[A-Za-z0-9]{28,32}"),
        found=found(
            "YOUTRACK_TOKEN=", "perm:", "YWNtZQ==.NDctMQ==.", "jJe0eYhhkV27", "1j1lCpfknNYOEakN"
        ),
        left=left("YOUTRACK_TOKEN=", "perm:", "YWNtZQ==.NDctMQ=="),
    ),
    SecretKind(
        id="secret/launchdarkly-key",
        title="LaunchDarkly SDK key or access token",
        source="https://launchdarkly.com/docs/home/account/environment/keys",
        keywords=("sdk-", "api-"),
        regex=token(rf"(?:sdk|api)-{UUID}"),
        found=found("LAUNCHDARKLY_SDK_KEY=", "sdk-", SAMPLE_UUID),
        left=left("LAUNCHDARKLY_SDK_KEY=", "mob-", SAMPLE_UUID),
    ),
    SecretKind(
        id="secret/harness-token",
        title="Harness API token",
        source="https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/",
        keywords=("pat.", "sat."),
        regex=token(r"[ps]at\.[A-Za-z0-9_-]{22}\.[0-9a-f]{24}\.[A-Za-z0-9]{20}"),
        found=found(
            "x-api-key: ",
            *("pat.", "k7Qw9zR3" * 2, "k7Qw9z", ".", "3fa9b7c1" * 3, ".", "k7Qw9zR3ab" * 2),
        ),
        left=left("x-api-key: ", "pat.", "k7Qw9zR3" * 2),
    ),
    SecretKind(
        id="secret/jenkins-token",
        title="Jenkins API token",
        source="https://github.com/jenkinsci/jenkins/blob/master/core/src/main/java/jenkins/security/apitoken/ApiTokenStore.java",
        keywords=("jenkins",),
        regex=named("jenkins", r"11[0-9a-f]{32}"),
        found=found("JENKINS_API_TOKEN=", "11", SAMPLE_HEX * 2),
        left=left("JENKINS_API_TOKEN=", SAMPLE_HEX),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/infracost-key",
        title="Infracost API key",
        source="https://www.infracost.io/docs/integrations/environment_variables/",
        keywords=("ico-",),
        regex=token(r"ico-[A-Za-z0-9]{32}"),
        found=found("INFRACOST_API_KEY=", "ico-", "a1B2c3D4" * 4),
        left=left("INFRACOST_API_KEY=", "ico-", "a1B2c3D4"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/prefect-key",
        title="Prefect Cloud API key",
        source="https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys",
        keywords=("pnu_", "pnb_"),
        regex=token(r"pn[ub]_[A-Za-z0-9]{36}"),
        found=found("PREFECT_API_KEY=", "pnu_", "a1b2c3d4e" * 4),
        left=left("PREFECT_API_KEY=", "pnu_", "a1b2c3d4e"),
    ),
)
