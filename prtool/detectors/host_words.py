"""Tables for ``hosts``: suffixes of private and tunnel names, words that only stand for a host."""

from __future__ import annotations

from prtool.detectors.keywords import words

PRIVATE_SUFFIXES = (
    *(".local", ".lan", ".internal", ".intranet", ".corp", ".home", ".home.arpa", ".localdomain"),
    *(".private", ".ts.net", ".tailnet", ".fritz.box", ".localnet", ".homelab"),
)
"""Ends of names that only a private resolver knows. Sources: RFC 6762, appendix G (private
namespaces), RFC 8375 (home.arpa), ICANN's resolution 2024.07.29.06 (.internal), Tailscale's
MagicDNS (ts.net)."""

WORDY_SUFFIXES = (".local", ".internal", ".private", ".home", ".corp")
"""Those that are attributes, packages and file names as well: their place has to say more."""

TUNNEL_SUFFIXES = (
    *("ngrok.io", "ngrok.app", "ngrok.dev", "ngrok-free.app", "ngrok-free.dev", "ngrok.pizza"),
    *("trycloudflare.com", "cfargotunnel.com", "loca.lt", "localtunnel.me", "serveo.net"),
    *("localhost.run", "lhr.life", "lhr.rocks", "tunnelmole.net", "pagekite.me", "bore.pub"),
    *("devtunnels.ms", "tunnels.api.visualstudio.com", "telebit.io", "packetriot.net"),
    *("zrok.io", "pinggy.link", "pinggy.io", "playit.gg", "srv.us", "remote.it", "holesail.io"),
    *("duckdns.org", "ddns.net", "no-ip.org", "no-ip.com", "noip.me", "hopto.org", "zapto.org"),
    *("sytes.net", "dyndns.org", "dynu.net", "dynu.com", "freeddns.org", "myftp.org", "dedyn.io"),
    *("myfritz.net", "synology.me", "myqnapcloud.com", "mooo.com", "afraid.org", "dynv6.net"),
    *("asuscomm.com", "tplinkdns.com", "dnsalias.com", "homeip.net", "my.to", "ooguy.com"),
)
"""Domains of tunnel and dynamic DNS services, below which names belong to one person's machine."""

TUNNEL_HOME_LABELS = frozenset({"www", "docs", "api", "dashboard", "status", "blog", "dl", "bin"})
"""First labels below those domains that belong to the service itself."""

PLACEHOLDER_HOSTS = words(
    """
    localhost local host hostname hosts host1 host2 host3 server server1 server2 servername srv
    proxy upstream backend frontend gateway example test tests testserver testhost invalid dummy
    fake mock mocked mockserver foo bar baz qux quux foobar foo1 bar1 domain mydomain yourdomain
    yourhost myhost myserver yourserver your-host your-server my-host my-server your-domain site
    website web www app api service svc db database redis postgres mysql mongo mongodb rabbitmq
    kafka zookeeper elasticsearch nginx envoy traefik consul vault minio ollama vllm litellm
    prometheus grafana jaeger otel collector registry docker kubernetes k8s node worker master
    main primary replica leader peer client user username name url uri base baseurl base-url addr
    address ip ipaddress endpoint target dest destination source origin remote internal external
    public private default none null undefined unix socket pipe tcp udp dns ipfs file path root
    home index tracker relay stream unused whatever something anything somewhere nowhere bogus bad
    good ok one two three alpha beta gamma a b c x y z port nohost noport unknown anyhost any
    other another first second h p s t u hello world mcp llm openai claude provider model models
    wiremock httpbin chrome firefox selenium hub portal admin auth sso login idp keycloak oauth
    your my the some metadata blackhole dead nonexistent doesnotexist notfound closed slow fast
    override resolved evil malicious does whatever wherever filer nfs ssl custom repository prem on
    ingest
    """
)
"""Words that a single label is made of when it stands for some host."""

SAMPLE_LABELS = words(
    """
    foo bar baz qux host hostname myhost yourhost domain mydomain example test testing dummy fake
    mock sample some my your name long a b c d x y z localhost anything something
    """
)
"""Labels that a private name is made of when it is nobody's: ``foo.local``."""

PUBLISHED_PRIVATE_NAMES = frozenset(
    {
        *("host.docker.internal", "gateway.docker.internal", "kubernetes.docker.internal"),
        *("docker.for.mac.host.internal", "metadata.google.internal", "host.containers.internal"),
        *("host.minikube.internal", "host.lima.internal", "localhost.localdomain"),
        *("svc.cluster.local", "cluster.local", "kubernetes.default.svc"),
        *("localhost4.localdomain4", "localhost6.localdomain6", "instance-data.ec2.internal"),
        "kubernetes.default.svc.cluster.local",
    }
)
"""Private names that are the same for everybody."""

FILE_STEMS = words(
    """
    config settings env docker-compose compose application app appsettings package tsconfig
    vite webpack eslint prettier jest babel makefile gitconfig gitignore zshrc bashrc profile
    secrets values override overrides user users project local default development production
    staging test launch tasks extensions debug release constants index main init readme
    """
)
"""First labels of two-label names that are files: ``config.local``."""

CODE_OWNERS = words(
    """
    self this cls super os sys io fs path window document console math json module exports process
    com org net java javax jdk sun kotlin scala android golang github gitlab google cloud std core
    internal pkg src lib util utils props state options opts ctx req res request response event
    args params data item node config cfg conf settings env vars obj object model models schema
    py threading builtins typing types torch tf np pd app
    """
)
"""First labels of attribute and package chains."""
