"""Secrets with a published format, each where people leave them."""

from __future__ import annotations

from benchmarks.labelled import formats
from benchmarks.labelled.around import (
    argument,
    curl,
    dockerfile,
    env,
    export,
    go,
    java,
    javascript,
    json_file,
    properties,
    prose,
    python,
    quoted_yaml,
    terraform,
    text,
    workflow,
    yaml,
)
from benchmarks.labelled.model import Row

_SLACK = "https://hooks." + "slack.com/services/"
_DISCORD = "https://discord." + "com/api/webhooks/"
_AZURE_URL = (
    'URL = "https://acme.blob.core.windows.net/in?sv=2024-11-04&ss=b&srt=co&sp=rwdl'
    '&se=2029-01-01T00:00:00Z&sig=@@"\n'
)
_AZURE_STORE = (
    'var c = "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=@@;'
    'EndpointSuffix=core.windows.net";\n'
)

_CLOUDS = (
    Row("aws-access-key-id", lambda d: "AKIA" + d.base32(16), env("AWS_ACCESS_KEY_ID")),
    Row("aws-access-key-id", lambda d: "AKIA" + d.base32(16), argument('s3 = acme.s3("@@")')),
    Row("aws-secret-key", lambda d: d.base64(30), text(
        "ops/aws.ini", "[default]\nregion = eu-west-1\naws_secret_access_key = @@\n")),
    Row("aws-secret-key", lambda d: d.base64(30), json_file("secretAccessKey")),
    Row("aws-bedrock-key", lambda d: "ABSK" + d.base64(96), env("AWS_BEARER_TOKEN_BEDROCK")),
    Row("gcp-api-key", lambda d: "AIza" + "Sy" + d.url(33), python("MAPS_KEY")),
    Row("gcp-api-key", lambda d: "AIza" + "Sy" + d.url(33), text(
        "src/geo.ts", "fetch(`https://maps.googleapis.com/maps/api/geocode/json?key=@@`)\n")),
    Row("gcp-oauth-secret", lambda d: "GOCSPX-" + d.url(28), json_file("client_secret")),
    Row("gcp-oauth-token", lambda d: "ya29." + "a0" + d.url(180), export("GCP_TOKEN")),
    Row("gcp-service-account", formats.service_account, text("deploy/gcp.json", "@@\n")),
    Row("azure-storage-key", lambda d: d.base64(64), text("src/Blob.cs", _AZURE_STORE)),
    Row("azure-client-secret", lambda d: d.alnum(3) + "8Q~" + d.url(34),
        terraform("client_secret")),
    Row("azure-devops-pat", lambda d: d.alnum(76) + "AZDO" + d.alnum(4), workflow("ADO_PAT")),
    Row("azure-sas", lambda d: d.alnum(42) + "%2B%3D", text("scripts/upload.py", _AZURE_URL)),
    Row("alibaba-key-id", lambda d: "LTAI5t" + d.alnum(18), properties("aliyun.accessKeyId")),
    Row("alibaba-secret", lambda d: d.alnum(30), properties("aliyun.accessKeySecret")),
    Row("tencent-key-id", lambda d: "AKID" + d.alnum(32), yaml("secretId")),
    Row("digitalocean-token", lambda d: "dop_v1_" + d.hex(64), export("DIGITALOCEAN_TOKEN")),
    Row("heroku-key", lambda d: "HRKU-AA" + d.url(58), env("HEROKU_API_KEY")),
    Row("heroku-key", lambda d: d.uuid(), env("HEROKU_API_KEY")),
    Row("flyio-token", lambda d: "FlyV1 fm2_" + d.base64(150), env("FLY_API_TOKEN")),
    Row("netlify-token", lambda d: "nfp_" + d.alnum(36), workflow("NETLIFY_AUTH_TOKEN")),
    Row("cloudflare-token", lambda d: d.url(40), workflow("CLOUDFLARE_API_TOKEN")),
    Row("cloudflare-origin-key", lambda d: f"v1.0-{d.hex(24)}-{d.hex(146)}", env("CF_ORIGIN_KEY")),
    Row("databricks-token", lambda d: "dapi" + d.hex(32), python("token")),
    Row("yandex-key", lambda d: "AQVN" + d.url(36), yaml("api_key")),
)  # fmt: skip

_FORGES = (
    Row("github-token", lambda d: formats.with_crc("ghp_", d.alnum(30)), env("GITHUB_TOKEN")),
    Row("github-token", lambda d: formats.with_crc("gho_", d.alnum(30)), text(
        "scripts/fetch.sh", "git clone https://acme:@@@github.com/acme/app.git\n")),
    Row("github-token", lambda d: formats.with_crc("ghs_", d.alnum(30)), prose(
        "While debugging I used `@@`, which worked.")),
    Row("github-fine-grained", lambda d: f"github_pat_{d.alnum(22)}_{d.alnum(59)}", go("token")),
    Row("gitlab-token", lambda d: "glpat-" + d.url(20), curl("PRIVATE-TOKEN: @@")),
    Row("gitlab-token", formats.gitlab_routable, workflow("GITLAB_TOKEN")),
    Row("gitlab-runner-token", lambda d: "glrt-" + d.url(20), text(
        "ops/runner.toml", 'concurrent = 4\n[[runners]]\n  name = "acme"\n  token = "@@"\n')),
    Row("gitlab-deploy-token", lambda d: "gldt-" + d.url(20), dockerfile("DEPLOY_TOKEN")),
    Row("atlassian-token", formats.atlassian, env("JIRA_API_TOKEN")),
    Row("bitbucket-password", lambda d: "ATBB" + d.alnum(32), export("BITBUCKET_APP_PASSWORD")),
    Row("circleci-token", lambda d: f"CCIPAT_{d.alnum(22)}_{d.hex(40)}", env("CIRCLE_TOKEN")),
    Row("buildkite-token", lambda d: "bkua_" + d.hex(40), env("BUILDKITE_TOKEN")),
    Row("sonarqube-token", lambda d: "squ_" + d.hex(40), workflow("SONAR_TOKEN")),
    Row("sonarqube-token", lambda d: "sqp_" + d.hex(40), text(
        "Makefile", "scan:\n\tsonar-scanner -Dsonar.login=@@\n")),
    Row("jenkins-token", lambda d: "11" + d.hex(32), text(
        "scripts/build.sh", 'curl -X POST -u "acme:@@" https://ci.example.com/job/app/build\n')),
    Row("snyk-token", lambda d: d.uuid(), workflow("SNYK_TOKEN")),
)  # fmt: skip

_CHAT = (
    Row("slack-bot-token", lambda d: f"xoxb-{d.digits(12)}-{d.digits(13)}-{d.alnum(24)}",
        env("SLACK_BOT_TOKEN")),
    Row("slack-bot-token", lambda d: f"xoxb-{d.digits(12)}-{d.digits(13)}-{d.alnum(24)}",
        argument('client = acme.WebClient("@@")')),
    Row("slack-app-token", lambda d: f"xapp-1-A{d.upper(10)}-{d.digits(13)}-{d.hex(64)}",
        yaml("appToken")),
    Row("slack-webhook", lambda d: f"{_SLACK}T{d.upper(10)}/B{d.upper(10)}/{d.alnum(24)}",
        text("src/notify.js", 'post("@@", { text: "deployed" });\n')),
    Row("discord-bot-token", lambda d: f"MT{d.letters(24)}.G{d.alnum(5)}.{d.url(38)}",
        argument('bot.run("@@")')),
    Row("discord-webhook", lambda d: f"{_DISCORD}{d.digits(19)}/{d.url(68)}", env("ALERT_HOOK")),
    Row("telegram-bot-token", lambda d: f"{d.digits(10)}:AA{d.url(33)}", python("BOT")),
    Row("twilio-token", lambda d: d.hex(32), text(
        "app/sms.rb", 'Twilio::REST::Client.new(account_sid, "x")\nTWILIO_AUTH_TOKEN = "@@"\n')),
    Row("twilio-api-key", lambda d: "SK" + d.hex(32), env("TWILIO_API_KEY")),
    Row("sendgrid-key", lambda d: f"SG.{d.url(22)}.{d.url(43)}", java("MAIL")),
    Row("mailgun-key", lambda d: "key-" + d.hex(32), python("MAILGUN_API_KEY")),
    Row("mailchimp-key", lambda d: d.hex(32) + "-us14", env("MAILCHIMP_API_KEY")),
    Row("brevo-key", lambda d: f"xkeysib-{d.hex(64)}-{d.alnum(16)}", quoted_yaml("mailKey")),
    Row("teams-webhook", lambda d: f"https://acme.webhook.office.com/webhookb2/{d.uuid()}@{d.uuid()}"
        f"/IncomingWebhook/{d.hex(32)}/{d.uuid()}", env("TEAMS_HOOK")),
)  # fmt: skip

_PAYMENTS = (
    Row("stripe-key", lambda d: "sk_live_" + d.alnum(24), env("STRIPE_KEY")),
    Row("stripe-key", lambda d: "sk_live_51" + d.alnum(97), argument('stripe.api_key = "@@"')),
    Row("stripe-restricted-key", lambda d: "rk_live_51" + d.alnum(97), json_file("stripe")),
    Row("stripe-webhook-secret", lambda d: "whsec_" + d.alnum(32), javascript("endpointSecret")),
    Row("square-token", lambda d: "EAAAE" + d.url(59), env("SQUARE_ACCESS_TOKEN")),
    Row("shopify-token", lambda d: "shpat_" + d.hex(32), curl("X-Shopify-Access-Token: @@")),
    Row("braintree-token", lambda d: f"access_token$production${d.lower(16)}${d.hex(32)}",
        properties("braintree.token")),
    Row("plaid-token", lambda d: f"access-production-{d.uuid()}", python("ACCESS")),
    Row("razorpay-secret", lambda d: d.alnum(24), env("RAZORPAY_KEY_SECRET")),
    Row("flutterwave-key", lambda d: f"FLWSECK-{d.hex(32)}-X", env("FLW_SECRET")),
    Row("easypost-key", lambda d: "EZAK" + d.alnum(54), javascript("shipping")),
    Row("shippo-token", lambda d: "shippo_live_" + d.hex(40), python("shippo")),
)  # fmt: skip

_AI = (
    Row("anthropic-key", lambda d: f"sk-ant-api03-{d.url(93)}AA", env("ANTHROPIC_API_KEY")),
    Row("anthropic-key", lambda d: f"sk-ant-api03-{d.url(93)}AA", curl("x-api-key: @@")),
    Row("openai-key", lambda d: f"sk-proj-{d.url(74)}T3BlbkFJ{d.url(74)}", env("OPENAI_API_KEY")),
    Row("openai-key", lambda d: f"sk-{d.alnum(20)}T3BlbkFJ{d.alnum(20)}",
        argument('client = acme.OpenAI(api_key="@@")')),
    Row("openrouter-key", lambda d: "sk-or-v1-" + d.hex(64), yaml("key")),
    Row("deepseek-key", lambda d: "sk-" + d.hex(32), env("DEEPSEEK_API_KEY")),
    Row("huggingface-token", lambda d: "hf_" + d.letters(34), argument('acme.login("@@")')),
    Row("groq-key", lambda d: "gsk_" + d.alnum(52), export("GROQ_API_KEY")),
    Row("replicate-token", lambda d: "r8_" + d.alnum(37), env("REPLICATE")),
    Row("xai-key", lambda d: "xai-" + d.alnum(80), javascript("key")),
    Row("perplexity-key", lambda d: "pplx-" + d.alnum(48), yaml("search")),
    Row("nvidia-key", lambda d: "nvapi-" + d.url(64), dockerfile("NGC")),
    Row("langsmith-key", lambda d: f"lsv2_pt_{d.hex(32)}_{d.hex(10)}", env("LANGCHAIN_API_KEY")),
    Row("pinecone-key", lambda d: f"pcsk_{d.alnum(6)}_{d.alnum(63)}", python("index")),
    Row("mistral-key", lambda d: d.alnum(32), env("MISTRAL_API_KEY")),
    Row("cohere-key", lambda d: d.alnum(40), python("COHERE_API_KEY")),
)  # fmt: skip

_PACKAGES = (
    Row("npm-token", lambda d: formats.with_crc("npm_", d.alnum(30)), text(
        "ci/npmrc.txt", "registry=https://registry.npmjs.org/\n"
        "//registry.npmjs.org/:_authToken=@@\n")),
    Row("npm-legacy-token", lambda d: d.uuid(), text(
        "ci/npmrc.txt", "//npm.example.com/:_authToken=@@\nalways-auth=true\n")),
    Row("pypi-token", formats.pypi, text(
        "ci/pypirc.txt", "[pypi]\nusername = __token__\npassword = @@\n")),
    Row("rubygems-key", lambda d: "rubygems_" + d.hex(48), yaml(":rubygems_api_key")),
    Row("crates-token", lambda d: "cio" + d.alnum(32), text(
        "ci/credentials.txt", '[registry]\ntoken = "@@"\n')),
    Row("nuget-key", lambda d: f"oy2{d.some('abcdefghijklmnop', 1)}{d.base32(42).lower()}",
        workflow("NUGET_KEY")),
    Row("docker-token", lambda d: "dckr_pat_" + d.url(27), text(
        "scripts/push.sh", "echo @@ | docker login -u acme --password-stdin\n")),
    Row("docker-auth", lambda d: d.base64(33), text(
        "ci/docker.json", '{"auths": {"registry.example.com": {"auth": "@@"}}}\n')),
    Row("artifactory-key", lambda d: "AKCp8" + d.alnum(68), env("ARTIFACTORY")),
    Row("clojars-token", lambda d: "CLOJARS_" + d.hex(60), env("CLOJARS_PASSWORD")),
)  # fmt: skip

_SERVICES = (
    Row("vault-token", lambda d: "hvs.CAESI" + d.url(95), export("VAULT_TOKEN")),
    Row("vault-legacy-token", lambda d: "s." + d.alnum(24), export("VAULT_TOKEN")),
    Row("terraform-token", lambda d: f"{d.alnum(14)}.atlasv1.{d.url(67)}", text(
        "ci/terraformrc.txt", 'credentials "app.terraform.io" {\n  token = "@@"\n}\n')),
    Row("pulumi-token", lambda d: "pul-" + d.hex(40), workflow("PULUMI_ACCESS_TOKEN")),
    Row("doppler-token", lambda d: "dp.pt." + d.alnum(43), env("DOPPLER")),
    Row("tailscale-key", lambda d: f"tskey-auth-{d.alnum(10)}CNTRL-{d.alnum(32)}", text(
        "scripts/up.sh", "tailscale up --authkey @@ --ssh\n")),
    Row("age-key", formats.age_key, text("ops/age.txt", "# created: 2025-01-01\n@@\n")),
    Row("onepassword-token", formats.onepassword, env("OP_SERVICE_ACCOUNT_TOKEN")),
    Row("grafana-token", formats.grafana_account, yaml("token")),
    Row("sentry-token", formats.sentry_organisation, env("SENTRY_AUTH_TOKEN")),
    Row("sentry-user-token", lambda d: "sntryu_" + d.hex(64), env("SENTRY")),
    Row("newrelic-key", lambda d: "NRAK-" + d.upper(27), env("NEW_RELIC")),
    Row("datadog-key", lambda d: d.hex(32), env("DD_API_KEY")),
    Row("linear-key", lambda d: "lin_api_" + d.alnum(40), env("LINEAR")),
    Row("notion-token", lambda d: "ntn_" + d.digits(11) + d.alnum(35), python("NOTION")),
    Row("airtable-token", lambda d: f"pat{d.alnum(14)}.{d.hex(64)}", javascript("base")),
    Row("figma-token", lambda d: "figd_" + d.url(40), curl("X-Figma-Token: @@")),
    Row("postman-key", lambda d: f"PMAK-{d.hex(24)}-{d.hex(34)}", env("POSTMAN")),
    Row("supabase-token", lambda d: "sbp_" + d.hex(40), env("SUPABASE_ACCESS_TOKEN")),
    Row("planetscale-token", lambda d: "pscale_tkn_" + d.url(43), env("PS")),
    Row("dynatrace-token", lambda d: f"dt0c01.{d.base32(24)}.{d.base32(64)}", yaml("apm")),
    Row("hubspot-token", lambda d: "pat-na1-" + d.uuid(), python("crm")),
    Row("contentful-token", lambda d: "CFPAT-" + d.url(43), env("CONTENTFUL")),
    Row("mapbox-secret", lambda d: f"sk.eyJ1Ijoi{d.alnum(50)}.{d.url(22)}", javascript("map")),
    Row("prefect-key", lambda d: "pnu_" + d.lower(36), env("PREFECT")),
    Row("infracost-key", lambda d: "ico-" + d.alnum(32), workflow("INFRACOST")),
    Row("okta-token", lambda d: "00" + d.url(40), curl("Authorization: SSWS @@")),
    Row("openshift-token", lambda d: "sha256~" + d.url(43), text(
        "scripts/login.sh", "oc login --token=@@ --server=https://api.example.com:6443\n")),
    Row("typeform-token", lambda d: "tfp_" + d.url(59), env("TYPEFORM")),
    Row("octopus-key", lambda d: "API-" + d.upper(26), text(
        "ci/deploy.sh", "octo push --apiKey @@ --server https://deploy.example.com\n")),
)  # fmt: skip

ROWS = (*_CLOUDS, *_FORGES, *_CHAT, *_PAYMENTS, *_AI, *_PACKAGES, *_SERVICES)
