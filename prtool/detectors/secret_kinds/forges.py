"""Credentials of code forges."""

from __future__ import annotations

from prtool.detectors.secret_kinds import checksums
from prtool.detectors.secret_kinds.model import SecretKind, found, is_mixed, left, named, token

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/github-token",
        title="GitHub token",
        source="https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/",
        keywords=("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
        regex=token(r"gh[pousr]_[A-Za-z0-9]{36,255}"),
        found=found("token = '", "ghp_", "a1" * 18, after="'"),
        left=left("token = '", "ghp_", "a1" * 12, "'"),
        checksum=checksums.github,
    ),
    SecretKind(
        id="secret/github-fine-grained-token",
        title="GitHub fine-grained personal access token",
        source="https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats",
        keywords=("github_pat_",),
        regex=token(r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
        found=found("GH_TOKEN=", "github_pat_", "1A" * 11, "_", "b" * 20, "9" * 39),
        left=left("GH_TOKEN=", "github_pat_", "1A" * 11),
    ),
    SecretKind(
        id="secret/gitlab-token",
        title="GitLab token",
        source="https://docs.gitlab.com/security/tokens/#token-prefixes",
        keywords=(
            *("glpat-", "gldt-", "glrt-", "glrtr-", "glcbt-", "glptt-", "glft-", "glimt-"),
            *("glagent-", "gloas-", "glsoat-", "glwt-", "glffct-"),
        ),
        regex=token(
            r"gl(?:pat|dt|rtr?|cbt|ptt|ft|imt|agent|oas|soat|wt|ffct)-"
            r"[A-Za-z0-9_-]{20,300}(?:\.[0-9a-z]{2}\.[0-9a-z]{9})?"
        ),
        found=found("PRIVATE-TOKEN: ", "glpat-", "x7_Qa" * 4),
        left=left("PRIVATE-TOKEN: ", "glpat-", "x7_Qa" * 3),
        checksum=checksums.gitlab,
    ),
    SecretKind(
        id="secret/gitlab-runner-registration-token",
        title="GitLab runner registration token",
        source="https://docs.gitlab.com/security/tokens/#token-prefixes",
        keywords=("gr1348941",),
        regex=token(r"GR1348941[A-Za-z0-9_-]{20,50}"),
        found=found("--registration-token ", "GR1348941", "x7_Qa" * 4),
        left=left("--registration-token ", "GR1348941", "x7"),
    ),
    SecretKind(
        id="secret/atlassian-token",
        title="Atlassian or Bitbucket API token",
        source="https://community.atlassian.com/forums/Bitbucket-questions/Can-we-confirm-BitBucket-s-token-prefixes/qaq-p/3093481",
        keywords=("atatt3", "atctt3", "atbb"),
        regex=token(r"AT[AC]TT3[A-Za-z0-9_=-]{100,400}|ATBB[A-Za-z0-9]{24,40}"),
        found=found("BITBUCKET_PASSWORD=", "ATBB", "7dK2" * 8),
        left=left("BITBUCKET_PASSWORD=", "ATBB", "7dK2" * 3),
    ),
    SecretKind(
        id="secret/gitea-token",
        title="Gitea or Forgejo access token",
        source="https://github.com/go-gitea/gitea/blob/main/models/auth/access_token.go",
        keywords=("gitea", "forgejo", "codeberg"),
        regex=named("gitea|forgejo|codeberg", r"[0-9a-f]{40}"),
        found=found("GITEA_TOKEN=", "3fa9b7c1d5" * 4),
        left=left("GITEA_COMMIT=", "3fa9b7c1d5" * 4),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/sourcegraph-token",
        title="Sourcegraph access token",
        source="https://github.com/sourcegraph/sourcegraph-public-snapshot/blob/38031e10749d2ca6ae8adb277e2c6dff3549c5c7/lib/accesstoken/personal_access_token.go",
        keywords=("sgp_", "sgph_"),
        regex=token(r"sgph?_(?:[a-fA-F0-9]{16}_|local_)?[a-fA-F0-9]{40}"),
        found=found("SRC_ACCESS_TOKEN=", "sgp_", "3fa9" * 10),
        left=left("SRC_ACCESS_TOKEN=", "sgp_", "3fa9" * 4),
    ),
)
