"""Credentials of Amazon, Google, Alibaba, Cloudflare and others; Microsoft has its own file."""

from __future__ import annotations

from prtool.detectors.secret_kinds.model import (
    SAMPLE_HEX,
    SecretKind,
    found,
    is_mixed,
    left,
    named,
    token,
)
from prtool.model.finding import Confidence
from prtool.model.patterns import regex

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/aws-access-key-id",
        title="AWS access key id",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids",
        keywords=("akia", "asia", "abia", "acca"),
        regex=token(r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}"),
        found=found("aws_access_key_id = ", "AKIA", "Q7WX" * 4),
        left=left("aws_access_key_id = ", "AKIA", "Q7WX" * 3),
        why="It names the account and is half of a credential.",
    ),
    SecretKind(
        id="secret/aws-secret-access-key",
        title="AWS secret access key",
        source="https://github.com/aws/aws-cli/blob/develop/awscli/examples/iam/create-access-key.rst",
        keywords=(
            *("secret_access_key", "secret-access-key", "secretaccesskey"),
            *("secret_key", "secret-key", "secretkey"),
        ),
        regex=regex(
            r"(?i:secret(?:_access_key|-access-key|accesskey|[_-]?key))[\"'\]]{0,2}[ \t]{0,40}"
            r"(?::=|[:=,]|=>)[ \t]{0,40}\\?[\"'`]?(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"
        ),
        found=found("aws_secret_access_key = ", "k7/Qw9+zR3" * 4),
        left=left("aws_secret_access_key = ", "k7/Qw9+zR3" * 3),
    ),
    SecretKind(
        id="secret/aws-session-token",
        title="AWS session token",
        source="https://github.com/aws/aws-cli/blob/develop/awscli/examples/sts/get-session-token.rst",
        keywords=("session_token", "session-token", "sessiontoken", "security_token"),
        regex=regex(
            r"(?i:session[_-]?token|security_token)[\"'\]]{0,2}[ \t]{0,40}(?::=|[:=,]|=>)"
            r"[ \t]{0,40}\\?[\"'`]?(?P<secret>(?:IQoJ|FwoG|FQoG|AQo)[A-Za-z0-9/+]{100,2000}={0,2})"
        ),
        found=found("aws_session_token = ", "IQoJ", "b3JpZ2lu" + "k7/Qw9+zR3" * 12),
        left=left("aws_session_token = ", "IQoJ", "b3JpZ2lu"),
    ),
    SecretKind(
        id="secret/aws-bedrock-key",
        title="Amazon Bedrock API key",
        source="https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
        keywords=("absk", "bedrock-api-key-"),
        regex=token(
            r"ABSK[A-Za-z0-9+/]{100,200}={0,2}|bedrock-api-key-[A-Za-z0-9+/]{100,4000}={0,2}"
        ),
        found=found("key: ", "ABSK", "Qm9k" * 28),
        left=left("key: ", "ABSK", "Qm9k" * 5),
    ),
    SecretKind(
        id="secret/gcp-api-key",
        title="Google API key",
        source="https://ai.google.dev/gemini-api/docs/api-key",
        keywords=("aiza", "aq.ab"),
        regex=token(r"AIza[A-Za-z0-9_-]{35}|AQ\.Ab[A-Za-z0-9_-]{40,80}", after="A-Za-z0-9_-"),
        found=found("key=", "AIza", "Sy7-b" * 7, after="&lang=en"),
        left=left("key=", "AIza", "Sy7-b" * 6),
    ),
    SecretKind(
        id="secret/gcp-oauth-client-secret",
        title="Google OAuth client secret",
        source="https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/code_assist/oauth2.ts",
        keywords=("gocspx-",),
        regex=token(r"GOCSPX-[A-Za-z0-9_-]{28}"),
        found=found('"client_secret":"', "GOCSPX-", "Ab3_" * 7, after='"'),
        left=left('"client_secret":"', "GOCSPX-", "Ab3_" * 4, '"'),
    ),
    SecretKind(
        id="secret/gcp-oauth-token",
        title="Google OAuth access or refresh token",
        source="https://developers.google.com/identity/protocols/oauth2",
        keywords=("ya29.", "1//0"),
        regex=token(r"ya29\.[A-Za-z0-9_.-]{20,2048}|1//0[A-Za-z0-9_-]{40,200}"),
        found=found("token: ", "ya29.", "a0Af" * 10),
        left=left("token: ", "ya29.", "a0Af"),
    ),
    SecretKind(
        id="secret/gcp-service-account-key",
        title="Google service account key",
        source="https://cloud.google.com/iam/docs/keys-create-delete",
        keywords=('"private_key',),
        regex=regex(
            r"\"private_key\\{0,3}\"[ \t]{0,8}:[ \t]{0,8}\\{0,3}\""
            r"(?P<secret>-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^\"]{20,8000}?)\\{0,3}\""
        ),
        found=found(
            '{"private_key": "',
            "-----BEGIN ",
            "PRIVATE KEY-----\\n",
            "MIIEvQ" * 10,
            "\\n-----END ",
            "PRIVATE KEY-----\\n",
            after='", "client_id": "1"}',
        ),
        left=left('{"private_key": "', "-----BEGIN ", 'PRIVATE KEY-----", "client_id": "1"}'),
    ),
    SecretKind(
        id="secret/alibaba-access-key-id",
        title="Alibaba Cloud access key id",
        source="https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair",
        keywords=("ltai",),
        regex=token(r"LTAI[A-Za-z0-9]{12,21}"),
        found=found("access_key_id: ", "LTAI", "5tQ9" * 5),
        left=left("access_key_id: ", "LTAI", "5tQ9" * 2),
        why="It names the account and is half of a credential.",
    ),
    SecretKind(
        id="secret/cloudflare-token",
        title="Cloudflare API token or global API key",
        source="https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/",
        keywords=("cfut_", "cfat_", "cfk_"),
        regex=token(r"cf(?:ut|at|k)_[A-Za-z0-9_-]{40}[A-Za-z0-9]{4,10}"),
        found=found("CLOUDFLARE_API_TOKEN=", "cfut_", "a1B2" * 10, "3fa9b7c1"),
        left=left("CLOUDFLARE_API_TOKEN=", "cfut_", "a1B2" * 5),
    ),
    SecretKind(
        id="secret/cloudflare-origin-ca-key",
        title="Cloudflare origin CA key",
        source="https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/",
        keywords=("v1.0-",),
        regex=token(r"v1\.0-[0-9a-f]{24}-[0-9a-f]{100,200}"),
        found=found("X-Auth-User-Service-Key: ", "v1.0-", "3fa9b7" * 4, "-", SAMPLE_HEX * 9),
        left=left("X-Auth-User-Service-Key: ", "v1.0-", "3fa9b7" * 4),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/cloudflare-legacy-key",
        title="Cloudflare API token or global API key without a prefix",
        source="https://github.com/cloudflare/terraform-provider-cloudflare/blob/0088a271205310918ab61fdde6c7cb60f7421670/internal/framework/provider/provider.go",
        keywords=("cloudflare",),
        regex=named("cloudflare", r"[A-Za-z0-9_-]{40}|[0-9a-f]{37}", after="A-Za-z0-9_-"),
        found=found("CLOUDFLARE_API_KEY=", SAMPLE_HEX * 2, "3fa9b"),
        left=left("CLOUDFLARE_ZONE_ID=", SAMPLE_HEX * 2, "3fa9b"),
        accept=is_mixed,
        confidence=Confidence.MEDIUM,
    ),
    SecretKind(
        id="secret/databricks-token",
        title="Databricks personal access token",
        source="https://docs.databricks.com/aws/en/dev-tools/auth/pat",
        keywords=("dapi",),
        regex=token(r"dapi[a-f0-9]{32}(?:-[0-9]{1,2})?"),
        found=found("DATABRICKS_TOKEN=", "dapi", "9c3e" * 8),
        left=left("DATABRICKS_TOKEN=", "dapi", "9c3e" * 5),
    ),
    SecretKind(
        id="secret/tencent-key-id",
        title="Tencent Cloud secret id",
        source="https://www.tencentcloud.com/zh/document/product/1021/34193",
        keywords=("akid",),
        regex=token(r"AKID[A-Za-z0-9]{32}"),
        found=found("secretId: ", "AKID", "z8krbsJ5" * 4),
        left=left("secretId: ", "AKID", "z8krbsJ5"),
        accept=is_mixed,
    ),
)
