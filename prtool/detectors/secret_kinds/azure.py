"""Credentials of Microsoft's cloud and of Azure DevOps."""

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
        id="secret/azure-devops-token",
        title="Azure DevOps personal access token",
        source="https://learn.microsoft.com/purview/sit-defn-azure-devops-personal-access-token",
        keywords=("azdo",),
        regex=token(r"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}"),
        found=found("AZURE_DEVOPS_EXT_PAT=", "k7Qw9zR3aB" * 7, "k7Qw9z", "AZDO", "a1B2"),
        left=left("AZURE_DEVOPS_EXT_PAT=", "k7Qw9zR3aB" * 5, "AZDO", "a1B2"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/azure-storage-key",
        title="Azure storage or Cosmos DB account key",
        source="https://learn.microsoft.com/purview/sit-defn-azure-storage-account-key",
        keywords=(
            *("accountkey", "account_key", "account-key"),
            *("storagekey", "storage_key", "storage-key"),
        ),
        regex=regex(
            r"(?i:account[_-]?key|storage[_-]?key)[\"']?[ \t]{0,20}[:=][ \t]{0,20}[\"']?"
            r"(?P<secret>[A-Za-z0-9+/]{86}==)"
        ),
        found=found("AccountName=acme;AccountKey=", "k7/Qw9+zR3" * 8, "k7/Qw9==", after=";"),
        left=left("AccountName=acme;AccountKey=", "k7/Qw9+zR3" * 4, "==;"),
    ),
    SecretKind(
        id="secret/azure-shared-access-key",
        title="Shared access key of a Service Bus, Event Hubs or IoT Hub connection string",
        source="https://learn.microsoft.com/purview/sit-defn-azure-iot-connection-string",
        keywords=("sharedaccesskey=",),
        regex=regex(r"(?i:SharedAccessKey=)(?P<secret>[A-Za-z0-9+/]{43}=)"),
        found=found(
            "Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKey=",
            *("k7/Qw9+zR3" * 4, "k7Q="),
        ),
        left=left("Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKey=", "k7/Qw9+zR3="),
    ),
    SecretKind(
        id="secret/azure-client-secret",
        title="Microsoft Entra client secret",
        source="https://learn.microsoft.com/purview/sit-defn-client-secret-api-key",
        keywords=("8q~", "7q~", "9q~"),
        regex=token(r"[A-Za-z0-9_~.-]{3}[789]Q~[A-Za-z0-9_~.-]{31,34}", after="A-Za-z0-9_~-"),
        found=found("AZURE_CLIENT_SECRET=", "a1B8Q~", "Zk3_d-f" * 4, "Zk3_d9"),
        left=left("AZURE_CLIENT_SECRET=", "a1B8Q~", "Zk3_d-f"),
    ),
    SecretKind(
        id="secret/azure-sas-signature",
        title="Azure shared access signature",
        source="https://learn.microsoft.com/purview/sit-defn-azure-sas",
        keywords=("sig=",),
        regex=regex(r"[?&;]sig=(?P<secret>[A-Za-z0-9%/+]{43,90}(?:%3[Dd]|=))(?![A-Za-z0-9%])"),
        found=found("https://a.blob.core.windows.net/c?sv=1&sig=", "a1B2" * 11, "%3D"),
        left=left("https://a.blob.core.windows.net/c?sv=1&sig=", "a1B2" * 4, "%3D"),
    ),
    SecretKind(
        id="secret/azure-function-key",
        title="Key of an Azure function in its URL",
        source="https://learn.microsoft.com/purview/sit-defn-azure-function-master-api-key",
        keywords=(".azurewebsites.net/api/",),
        regex=regex(
            r"\.azurewebsites\.net/api/[^\s\"'?#]{1,200}\?(?:[^\s\"'#]{0,200}?&)?code="
            r"(?P<secret>[A-Za-z0-9/+_%-]{40,90}={0,2})(?![A-Za-z0-9%])"
        ),
        found=found("https://acme.azurewebsites.net/api/run?code=", "k7Qw9zR3" * 6, "ab%3D%3D"),
        left=left("https://acme.azurewebsites.net/api/run?code=", "<function-key>"),
        accept=is_mixed,
    ),
    SecretKind(
        id="secret/azure-logic-app-signature",
        title="Signature in the URL of an Azure or Teams workflow",
        source="https://learn.microsoft.com/purview/sit-defn-azure-logic-app-shared-access-signature",
        keywords=("sig=",),
        regex=regex(
            r"/triggers/[^\s\"'?#]{1,200}\?[^\s\"'#]{1,300}?&sig="
            r"(?P<secret>[A-Za-z0-9%]{43,73}%3[Dd]|[A-Za-z0-9_-]{43})(?![A-Za-z0-9_%-])"
        ),
        found=found(
            "https://prod-1.westus.logic.azure.com/workflows/1/triggers/manual/paths/invoke?sv=1.0&sig=",
            *("k7Qw9zR3_" * 4, "k7Qw9zR"),
        ),
        left=left("https://prod-1.westus.logic.azure.com/triggers/manual?sv=1.0&sig=", "k7Qw9zR3"),
        why="Whoever reads it can start the workflow.",
    ),
    SecretKind(
        id="secret/azure-openai-key",
        title="Key of Azure OpenAI or another Azure AI service",
        source="https://learn.microsoft.com/purview/sit-defn-azure-cognitive-service-key",
        keywords=("azure_openai", "azure-openai", "azureopenai", "ocp-apim-subscription"),
        regex=named(
            "azure[_-]?openai|ocp-apim-subscription", r"[0-9A-Fa-f]{32}|[A-Za-z0-9]{72,90}"
        ),
        found=found("AZURE_OPENAI_API_KEY=", SAMPLE_HEX * 2),
        left=left("AZURE_OPENAI_DEPLOYMENT=", SAMPLE_HEX * 2),
        accept=is_mixed,
        confidence=Confidence.MEDIUM,
    ),
)
