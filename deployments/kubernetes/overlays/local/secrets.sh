#!/bin/sh
# Prints the Secrets of a local cluster, new random ones at every run. "kubectl create" refuses to
# replace what is there, so a second run does no harm:
#   overlays/local/secrets.sh | kubectl create -f -
set -eu

random() { openssl rand -hex 24; }

# secret NAME KEY=VALUE...
secret() {
  printf -- '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\n  namespace: florin\ntype: Opaque\ndata:\n' "$1"
  shift
  for entry in "$@"; do
    printf '  %s: %s\n' "${entry%%=*}" "$(printf '%s' "${entry#*=}" | openssl base64 -A)"
  done
}

secret postgres password="$(random)"
secret postgres-monitor password="$(random)"
secret identity-service-database username=florin_identity password="$(random)"
secret payment-service-database username=florin_payment password="$(random)"
secret account-service-database username=florin_account password="$(random)"
secret risk-service-database username=florin_risk password="$(random)"
secret channel-service-database username=florin_channel password="$(random)"
secret notification-service-database username=florin_notification password="$(random)"
secret sandbox-psp-database username=florin_sandbox password="$(random)"
secret redis url=redis://redis:6379
secret payment-service-client client-secret="$(random)"
secret account-service-client client-secret="$(random)"
secret identity-service-keys \
  signing-key="$(openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048)"
secret identity-service-parties \
  florin.identity.operators.operator="$(random)" \
  florin.identity.demo.merchant-secret="$(random)" \
  florin.identity.demo.user-password="$(random)"
secret account-service-seal private-key="$(openssl genpkey -algorithm ED25519)"
secret provider api-key="$(random)" callback-secret="whsec_$(openssl rand -base64 32)"
