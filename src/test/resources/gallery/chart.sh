#!/bin/bash
# Runs one row of the charts in a namespace of a cluster: chart.sh DIRECTORY NAMESPACE. What it prints is compared with the twin's.
# A probe finds: k, kubectl in the namespace; ready and complete, which wait; $W, an empty directory.
NS=$2
W=$(mktemp -d)
export NS W
cd "$1" || exit 91
k() { kubectl -n "$NS" "$@"; }

# await CONDITION: until the command succeeds; says so if it never does
await() {
  local end=$((SECONDS + 60))
  while [ $SECONDS -lt $end ]; do
    if eval "$1" >/dev/null 2>&1; then return; fi
    sleep 0.3
  done
  echo "in vain: $1"
}
# why a pod does not start, without what differs each time
reasons() { k get events --field-selector type=Warning -o jsonpath='{range .items[*]}{.reason}: {.message}{"\n"}{end}' | grep -v Unhealthy | sort -u | cut -c1-400; }
# ready KIND/NAME [SECONDS]
ready() {
  case $1 in
    pod/*) k wait --for=condition=Ready "$1" --timeout="${2:-90}s" >/dev/null 2>&1 ;;
    *) k rollout status "$1" --timeout="${2:-90}s" >/dev/null 2>&1 ;;
  esac && echo "ready: $1" || { echo "not ready: $1"; reasons; }
}
complete() { k wait --for=condition=Complete "$1" --timeout=90s >/dev/null 2>&1 && echo "complete: $1" || { echo "not complete: $1"; reasons; }; }
# phase POD PHASE [SECONDS]
phase() { k wait --for=jsonpath='{.status.phase}'="$2" "pod/$1" --timeout="${3:-90}s" >/dev/null 2>&1 && echo "$2: $1" || { echo "not $2: $1"; reasons; }; }
tidy() {
  kubectl delete namespace "$NS" --wait=false >/dev/null 2>&1
  rm -rf "$W"
}
trap tidy EXIT

await "k get serviceaccount default"
docker exec "$ECI_LAB_CLUSTER-control-plane" sh -c "mkdir -p /mnt/gallery/$NS && chmod 777 /mnt/gallery/$NS" </dev/null
sed "s,\$NS,$NS,g" manifests.yaml | k apply -f - 2>&1 >/dev/null | grep -v '^Warning'
. ./probe.sh
exit 0
