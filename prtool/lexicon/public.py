"""Names that are nobody's secret: providers, services, accounts, words. Tables and lookups only."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address


def words_of(text: str) -> frozenset[str]:
    """Return the words that stand in ``text`` with blanks between them."""
    return frozenset(text.split())


PROVIDERS = words_of(
    """
    01ai ai21 aistudio aliyun alibaba amazon amp ampcode anthropic antigravity aws azure
    azureopenai baichuan baidu bedrock bigmodel cerebras chatglm chatgpt claude claudecode cline
    cloudflare codex cohere copilot cursor dashscope databricks deepinfra deepseek doubao ernie
    fireworks gemini geminicli github githubcopilot gitlab glm google googleai googlevertex gpt
    grok groq huggingface hunyuan iflow kilocode kimi kiro litellm llama llamacpp lmstudio meta
    microsoft minimax mistral mistralai modelscope moonshot moonshotai nebius novita nvidia ollama
    openai openaicompatibility openaicompatible opencode openrouter perplexity poe qianfan qwen
    qwencode replicate requesty roocode sambanova siliconflow spark stepfun tencent together
    togetherai vercel vertex vertexai vllm volcengine watsonx windsurf xai xunfei yi zai zhipu
    zhipuai
    """
)
"""Public providers and tools, as ``prtool.lexicon.words.squash`` writes them."""

HOSTS = words_of(
    """
    ai21.com aistudio.baidu.com amazon.com ampcode.com anthropic.com apache.org
    apple.com archlinux.org atlassian.com bigmodel.cn bitbucket.org cerebras.ai chatglm.cn
    chatgpt.com chromium.org claude.ai claude.com cloudflare.com codeberg.org cohere.ai cohere.com
    crates.io cursor.com cursor.sh
    dashscope.aliyuncs.com dashscope-intl.aliyuncs.com debian.org deepinfra.com
    deepseek.com discord.com docker.com
    docker.io docs.rs fireworks.ai freedesktop.org gcr.io ghcr.io git-scm.com gitea.com gitee.com
    github.com githubusercontent.com gitlab.com gnu.org go.dev golang.org google.com googleapis.com
    goproxy.io groq.com hub.docker.com huggingface.co iflow.cn ietf.org json.org kernel.org
    kubernetes.io launchpad.net letsencrypt.org maven.org mcr.microsoft.com microsoft.com
    minimax.chat minimaxi.com mistral.ai modelscope.cn moonshot.ai moonshot.cn mozilla.org
    nixos.org nodejs.org npmjs.com npmjs.org nuget.org nvidia.com ollama.ai ollama.com openai.com
    openrouter.ai perplexity.ai pkg.go.dev poe.com public.ecr.aws pypi.org python.org
    pythonhosted.org quay.io qwen.ai readthedocs.io readthedocs.org redhat.com registry.k8s.io
    replicate.com rfc-editor.org ruby-lang.org rubygems.org rust-lang.org sambanova.ai
    schema.org siliconflow.cn siliconflow.com api.slack.com hooks.slack.com
    sourceforge.net sourcehut.org sr.ht
    stackoverflow.com stepfun.com telegram.org together.ai together.xyz ubuntu.com vercel.com
    volces.com w3.org wikipedia.org x.ai x.com xiaomimimo.com yarnpkg.com z.ai
    """
)
"""Domains whose own hosts are public; tenants have none of their own below them."""

MAIL_HOSTS = words_of(
    """
    126.com 139.com 163.com aol.com duck.com fastmail.com foxmail.com gmail.com gmx.de gmx.net
    googlemail.com hey.com hotmail.com icloud.com live.com mac.com mail.com mail.ru me.com msn.com
    naver.com outlook.com pm.me posteo.de proton.me protonmail.com qq.com sina.com t-online.de
    tuta.com tutanota.com web.de yahoo.co.jp yahoo.com yandex.com yandex.ru yeah.net zoho.com
    """
)
"""Where anybody can have an address: the address is private, the host is not."""

_RESERVED_DOMAINS = (
    *("example.com", "example.net", "example.org", "example.edu", "example"),
    *("test", "invalid", "localhost", "localdomain"),
)
"""Source: RFC 2606 and RFC 6761; ``localdomain`` is the resolvers' own word."""

_LOCAL_NAMES = words_of(
    """
    localhost ip6-localhost ip6-loopback broadcasthost host.docker.internal
    gateway.docker.internal host-gateway host.containers.internal kubernetes.default.svc
    metadata.google.internal
    """
)

PRIVATE_SUFFIXES = (
    *("corp", "home", "home.arpa", "internal", "intern", "intra", "intranet", "lan", "local"),
    *("private", "ts.net", "vpn"),
)
"""Endings of names that only a local resolver knows. Sources: RFC 6762 (local), RFC 8375
(home.arpa), ICANN's reservation of ``internal`` (2024); the others by habit."""

_PRIVATE_NETWORKS = (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7",
)  # fmt: skip
"""Source: RFC 1918, RFC 6598, RFC 4193."""
_NOBODYS_NETWORKS = (
    *("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"),
    *("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"),
    *("::/127", "fe80::/10", "ff00::/8", "2001:db8::/32", "3fff::/20"),
)
"""Loopback, link-local, multicast and documentation. Source: IANA's special-purpose registries."""
_EVERYBODYS_ADDRESSES = words_of(
    """
    1.0.0.1 1.1.1.1 8.8.4.4 8.8.8.8 9.9.9.9 149.112.112.112 208.67.220.220 208.67.222.222
    114.114.114.114 223.5.5.5 223.6.6.6 2606:4700:4700::1111 2001:4860:4860::8888
    """
) | {".".join(("172", "17", "0", "1"))}
"""Public resolvers, and the gateway of Docker's default bridge."""

ACCOUNTS = words_of(
    """
    _apt admin administrator ansible anonymous app appuser azureuser backup bin bitnami build
    builder buildkite centos ci circleci coder container core daemon debian deploy deployer dev
    developer docker ec2-user everyone fedora ftp games gem git gitlab gitlab-runner gitpod go
    guest http httpd jenkins jovyan lp mail me media minio mongodb my mysql name net news nginx
    node nobody nogroup none nonroot ops oracle owner pi postfix postgres postgresql public
    python rabbitmq redis rocky root ruby runner runneradmin sa self service ssh sshd staff
    sudo sync sys system test tester tomcat travis ubuntu user username users uucp vagrant
    vscode web wheel worker www www-data you your
    """
)
"""Accounts that come with systems, images and CI services."""

WORDS = words_of(
    """
    access account active adapter address agent alias all alpha always api apps archive area asset
    assets async audio auth backend base basic beta block bot box bridge broker bucket cache canary
    cert certs chat check class client cloud cluster code color command common compose config
    configs connect console content control cpu cron custom data database db debug demo desktop dev
    develop development disk dist docs domain edge email enabled endpoint engine env error etc event
    example failover fallback false fast feature file files fill-first first flag folder foo free
    frontend full func function gateway generic global gpu green group grpc head health high hook
    host html http https image images index info infra ingress init input instance internal item job
    json kafka key keys label lan laptop large last latest layer level lib library limit link linux
    list loader local localdomain log logger logging login logs low mac main manage manager map
    master media medium memcached memory message metric metrics middle min mobile mock mode model
    models module monitor mysql name net network never new nginx node normal object off old online
    order org output package page parent pass password path pc pipeline platform plugin policy pool
    port postgres postgresql pprof preview primary private process prod production profile program
    project prometheus protocol provider providers proxy public pull push query queue quota random
    read redis region registry relay release remote replica repo report request reserve resource
    response rest result role root round-robin route router routing rule rules runner safe sample
    scheduler schema script search second secondary secret secrets secure server service services
    session setting settings shared shell simple site sleep slow small socket source source-code
    split sql src ssh stable staging standard start state static status storage store stream string
    sync system table task team temp template tenant test testing tests text third thread time tmp
    token tool tools trace traffic true type ubuntu unit update upload upstream url user users util
    utils value vault vendor version video view vm volume vps watch web webhook webhooks website
    windows work worker workers workspace write
    """
)
"""Words of configuration files and code that name nobody by themselves."""

DEFAULT_PASSWORDS = words_of(
    """
    admin123 administrator letmein minioadmin mysecretpassword p@ssw0rd passw0rd password1
    password123 postgres qwerty123 rootpass rootroot secret123 supersecret test1234 testpass
    testpassword testtest topsecret welcome1 12345678 123456789 1234567890
    """
)


def is_public_host(host: str) -> bool:
    """Tell whether a host belongs to a service that everybody knows."""
    return _is_below(host, HOSTS) or host in _EVERYBODYS_ADDRESSES


def is_mail_host(host: str) -> bool:
    """Tell whether a host gives mail addresses to anybody."""
    return host.lower() in MAIL_HOSTS


def is_reserved_host(host: str) -> bool:
    """Tell whether a name or address stands for no machine, or for the one it is used on."""
    name = host.lower().rstrip(".")
    address = parse_address(name)
    if address is not None:
        return _is_in(address, _NOBODYS_NETWORKS)
    return name in _LOCAL_NAMES or _is_below(name, _RESERVED_DOMAINS)


def is_private_host(host: str) -> bool:
    """Tell whether a name or address by its looks belongs to a private network."""
    name = host.lower().rstrip(".")
    address = parse_address(name)
    if address is not None:
        return _is_in(address, _PRIVATE_NETWORKS)
    return "." in name and _is_below(name, PRIVATE_SUFFIXES) and not is_reserved_host(name)


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return the address that ``text`` is, or None if it is none."""
    if ":" not in text and not text[-1:].isdigit():
        return None  # nearly always, and without a module that takes its time to load
    from ipaddress import ip_address

    try:
        return ip_address(text)
    except ValueError:
        return None


def _is_in(address: IPv4Address | IPv6Address, blocks: tuple[str, ...]) -> bool:
    from ipaddress import ip_network

    return any(address in ip_network(block) for block in blocks)


def _is_below(host: str, domains: tuple[str, ...] | frozenset[str]) -> bool:
    labels = host.lower().rstrip(".").split(".")
    return any(".".join(labels[start:]) in domains for start in range(len(labels)))
