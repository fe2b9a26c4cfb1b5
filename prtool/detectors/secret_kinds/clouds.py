"""Credentials of cloud and hosting providers."""

from __future__ import annotations

import re

from prtool.detectors.secret_kinds.model import SecretKind, found, left, token

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/aws-access-key-id",
        title="AWS access key id",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
        keywords=("akia", "asia", "abia", "acca"),
        regex=token(r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}"),
        found=found("aws_access_key_id = ", "AKIA", "Q7WX" * 4),
        left=left("aws_access_key_id = ", "AKIA", "Q7WX" * 3),
        why="It names the account and is half of a credential.",
    ),
    SecretKind(
        id="secret/aws-secret-access-key",
        title="AWS secret access key",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
        keywords=("secret_access_key", "secretaccesskey", "secret-access-key", "aws_secret"),
        regex=re.compile(
            r"(?i:secret[_-]?(?:access[_-]?)?key)[\"'\]]{0,2}[ \t]{0,40}(?::=|[:=,]|=>)"
            r"[ \t]{0,40}\\?[\"'`]?(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"
        ),
        found=found("aws_secret_access_key = ", "k7/Qw9+zR3" * 4),
        left=left("aws_secret_access_key = ", "k7/Qw9+zR3" * 3),
    ),
    SecretKind(
        id="secret/aws-bedrock-key",
        title="Amazon Bedrock API key",
        source="https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
        keywords=("absk",),
        regex=token(r"ABSK[A-Za-z0-9+/]{100,200}={0,2}"),
        found=found("key: ", "ABSK", "Qm9k" * 28),
        left=left("key: ", "ABSK", "Qm9k" * 5),
    ),
    SecretKind(
        id="secret/gcp-api-key",
        title="Google API key",
        source="https://cloud.google.com/docs/authentication/api-keys",
        keywords=("aiza",),
        regex=token(r"AIza[A-Za-z0-9_-]{35}", after="A-Za-z0-9_-"),
        found=found("key=", "AIza", "Sy7-b" * 7, after="&lang=en"),
        left=left("key=", "AIza", "Sy7-b" * 6),
    ),
    SecretKind(
        id="secret/gcp-oauth-client-secret",
        title="Google OAuth client secret",
        source="https://developers.google.com/identity/protocols/oauth2",
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
        keywords=('"private_key"', '\\"private_key\\"'),
        regex=re.compile(
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
        id="secret/azure-storage-key",
        title="Azure storage account key",
        source="https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage",
        keywords=("accountkey=", "storage_key", "storagekey", "storage-key", "account_key"),
        regex=re.compile(
            r"(?i:account[_-]?key|storage[_-]?key)[\"']?[ \t]{0,20}[:=][ \t]{0,20}[\"']?"
            r"(?P<secret>[A-Za-z0-9+/]{86}==)"
        ),
        found=found("AccountName=acme;AccountKey=", "k7/Qw9+zR3" * 8, "k7/Qw9==", after=";"),
        left=left("AccountName=acme;AccountKey=", "k7/Qw9+zR3" * 4, "==;"),
    ),
    SecretKind(
        id="secret/azure-client-secret",
        title="Microsoft Entra client secret",
        source="https://learn.microsoft.com/purview/sit-defn-azure-ad-client-secret",
        keywords=("8q~", "7q~", "9q~"),
        regex=token(r"[A-Za-z0-9_~.-]{3}[789]Q~[A-Za-z0-9_~.-]{31,34}", after="A-Za-z0-9_~-"),
        found=found("AZURE_CLIENT_SECRET=", "a1B8Q~", "Zk3_d-f" * 4, "Zk3_d9"),
        left=left("AZURE_CLIENT_SECRET=", "a1B8Q~", "Zk3_d-f"),
    ),
    SecretKind(
        id="secret/azure-sas-signature",
        title="Azure shared access signature",
        source="https://learn.microsoft.com/rest/api/storageservices/create-service-sas",
        keywords=("sig=",),
        regex=re.compile(r"[?&;]sig=(?P<secret>[A-Za-z0-9%/+]{40,90}(?:%3[Dd]|=))(?![A-Za-z0-9%])"),
        found=found("https://a.blob.core.windows.net/c?sv=1&sig=", "a1B2" * 11, "%3D"),
        left=left("https://a.blob.core.windows.net/c?sv=1&sig=", "a1B2" * 4, "%3D"),
    ),
    SecretKind(
        id="secret/alibaba-access-key-id",
        title="Alibaba Cloud access key id",
        source="https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair",
        keywords=("ltai",),
        regex=token(r"LTAI[A-Za-z0-9]{17,21}"),
        found=found("access_key_id: ", "LTAI", "5tQ9" * 5),
        left=left("access_key_id: ", "LTAI", "5tQ9" * 3),
        why="It names the account and is half of a credential.",
    ),
    SecretKind(
        id="secret/digitalocean-token",
        title="DigitalOcean token",
        source="https://docs.digitalocean.com/reference/api/create-personal-access-token/",
        keywords=("dop_v1_", "doo_v1_", "dor_v1_"),
        regex=token(r"do[opr]_v1_[a-f0-9]{64}"),
        found=found("DO_PAT=", "dop_v1_", "3fa9" * 16),
        left=left("DO_PAT=", "dop_v1_", "3fa9" * 8),
    ),
    SecretKind(
        id="secret/heroku-api-key",
        title="Heroku API key",
        source="https://devcenter.heroku.com/articles/authentication",
        keywords=("hrku-",),
        regex=token(r"HRKU-[A-Za-z0-9_-]{36,64}"),
        found=found("HEROKU_API_KEY=", "HRKU-", "AAx9" * 12),
        left=left("HEROKU_API_KEY=", "HRKU-", "AAx9"),
    ),
    SecretKind(
        id="secret/flyio-token",
        title="Fly.io access token",
        source="https://fly.io/docs/security/tokens/",
        keywords=("fm1_", "fm2_", "fm1r_", "fm1a_", "fo1_"),
        regex=token(r"fm(?:1[ar]?|2)_[A-Za-z0-9+/_=-]{60,4000}|fo1_[A-Za-z0-9_-]{43}"),
        found=found("FlyV1 ", "fm2_", "lJPE" * 20),
        left=left("FlyV1 ", "fm2_", "lJPE" * 3),
    ),
    SecretKind(
        id="secret/netlify-token",
        title="Netlify personal access token",
        source="https://docs.netlify.com/api/get-started/#authentication",
        keywords=("nfp_", "nfc_", "nfo_", "nfu_"),
        regex=token(r"nf[pcou]_[A-Za-z0-9]{36}"),
        found=found("NETLIFY_AUTH_TOKEN=", "nfp_", "b7Kq" * 9),
        left=left("NETLIFY_AUTH_TOKEN=", "nfp_", "b7Kq" * 4),
    ),
    SecretKind(
        id="secret/databricks-token",
        title="Databricks personal access token",
        source="https://docs.databricks.com/dev-tools/auth/pat.html",
        keywords=("dapi",),
        regex=token(r"dapi[a-f0-9]{32}(?:-[0-9]{1,2})?"),
        found=found("DATABRICKS_TOKEN=", "dapi", "9c3e" * 8),
        left=left("DATABRICKS_TOKEN=", "dapi", "9c3e" * 5),
    ),
)
