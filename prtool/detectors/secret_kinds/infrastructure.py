"""Credentials of secret stores, clusters and private networks."""

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
from prtool.model.finding import Confidence
from prtool.model.patterns import regex

KINDS: tuple[SecretKind, ...] = (
    SecretKind(
        id="secret/vault-token",
        title="HashiCorp Vault token",
        source="https://developer.hashicorp.com/vault/docs/concepts/tokens#token-formats",
        keywords=("hvs.", "hvb.", "hvr."),
        regex=token(r"hv[sbr]\.[A-Za-z0-9_-]{24,300}"),
        found=found("VAULT_TOKEN=", "hvs.", "CAES" + "a1B2" * 6),
        left=left("VAULT_TOKEN=", "hvs.", "a1B2"),
    ),
    SecretKind(
        id="secret/terraform-cloud-token",
        title="HCP Terraform API token",
        source="https://developer.hashicorp.com/terraform/cloud-docs/api-docs/organization-tokens",
        keywords=(".atlasv1.",),
        regex=token(r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,70}"),
        found=found('token = "', "a1B2c3D4e5F6g7", ".atlasv1.", "a1B2" * 16, after='"'),
        left=left('token = "', "a1B2c3D4e5F6g7", ".atlasv1.", "a1", '"'),
    ),
    SecretKind(
        id="secret/pulumi-token",
        title="Pulumi access token",
        source="https://www.pulumi.com/blog/github-token-scanning-service/",
        keywords=("pul-",),
        regex=token(r"pul-[a-f0-9]{40}"),
        found=found("PULUMI_ACCESS_TOKEN=", "pul-", "3fa9" * 10),
        left=left("PULUMI_ACCESS_TOKEN=", "pul-", "3fa9" * 3),
    ),
    SecretKind(
        id="secret/doppler-token",
        title="Doppler token",
        source="https://docs.doppler.com/reference/auth-token-formats",
        keywords=("dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."),
        regex=token(r"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}"),
        found=found("DOPPLER_TOKEN=", "dp.st.", "prd.", "a1B2" * 10),
        left=left("DOPPLER_TOKEN=", "dp.st.", "prd."),
    ),
    SecretKind(
        id="secret/tailscale-key",
        title="Tailscale key",
        source="https://tailscale.com/docs/reference/key-prefixes",
        keywords=("tskey-",),
        regex=token(r"tskey-[a-z]{3,12}-[A-Za-z0-9]{8,32}-[A-Za-z0-9]{16,64}"),
        found=found("--authkey=", "tskey-auth-", "k7Qw9zR3CNTRL", "-", "a1B2" * 8),
        left=left("--authkey=", "tskey-auth-", "k7Qw"),
        why="Whoever reads it can join the private network.",
    ),
    SecretKind(
        id="secret/age-key",
        title="age secret key",
        source="https://github.com/C2SP/C2SP/blob/main/age.md",
        keywords=("age-secret-key-",),
        regex=token(r"AGE-SECRET-KEY-(?:PQ-)?1[02-9AC-HJ-NP-Z]{58}"),
        found=found("", "AGE-SECRET-", "KEY-1", "QPZRY9X8GF" * 5, "2TVDW0S3"),
        left=left("", "AGE-SECRET-", "KEY-1", "QPZRY9X8GF"),
    ),
    SecretKind(
        id="secret/onepassword-service-account",
        title="1Password service account token",
        source="https://developer.1password.com/docs/service-accounts/security/",
        keywords=("ops_eyj",),
        regex=token(r"ops_eyJ[A-Za-z0-9+/_-]{100,2000}={0,2}"),
        found=found("OP_SERVICE_ACCOUNT_TOKEN=", "ops_eyJ", "zaWd" * 30),
        left=left("OP_SERVICE_ACCOUNT_TOKEN=", "ops_eyJ", "zaWd"),
    ),
    SecretKind(
        id="secret/consul-or-nomad-token",
        title="HashiCorp Consul or Nomad token",
        source="https://developer.hashicorp.com/consul/docs/security/acl/tokens",
        keywords=("consul", "nomad"),
        regex=named("consul|nomad", UUID),
        found=found("CONSUL_HTTP_TOKEN=", SAMPLE_UUID),
        left=left("CONSUL_NODE_ID=", SAMPLE_UUID),
        accept=is_mixed,
        confidence=Confidence.MEDIUM,
    ),
    SecretKind(
        id="secret/kubernetes-bootstrap-token",
        title="Kubernetes bootstrap token",
        source="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/#token-format",
        keywords=("kubeadm", "--token", "--discovery-token", "bootstrap"),
        regex=regex(
            r"(?:kubeadm[^\n]{0,80}?--token|--(?:discovery-)?token|[Bb]ootstrap[_-]?[Tt]oken)"
            r"[\"']?[:= \t]{1,4}[\"']?(?P<secret>[a-z0-9]{6}\.[a-z0-9]{16})(?![A-Za-z0-9])"
        ),
        found=found("kubeadm join 192.0.2.1:6443 --token ", "07401b.", "f395accd246ae52d"),
        left=left("kubeadm join 192.0.2.1:6443 --token ", "abcdef.", "0123456789abcdef"),
        accept=lambda value: is_mixed(value) and not value.startswith("abcdef."),
    ),
    SecretKind(
        id="secret/k3s-token",
        title="k3s server or agent token",
        source="https://docs.k3s.io/cli/token#secure",
        keywords=("k10",),
        regex=token(r"K10[0-9a-f]{64}::(?:[a-z]{2,20}:)?[A-Za-z0-9.]{16,128}"),
        found=found("K3S_TOKEN=", "K10", SAMPLE_HEX * 4, "::server:", SAMPLE_HEX * 2),
        left=left("K3S_TOKEN=", "K10", SAMPLE_HEX * 2),
    ),
    SecretKind(
        id="secret/docker-swarm-token",
        title="Join token of a Docker swarm",
        source="https://docs.docker.com/engine/swarm/join-nodes/",
        keywords=("swmtkn-1-",),
        regex=token(r"SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}"),
        found=found("docker swarm join --token ", "SWMTKN-1-", "49nj1cmql0" * 5, "-", "8vxv8" * 5),
        left=left("docker swarm join --token ", "SWMTKN-1-", "49nj1cmql0"),
    ),
)
