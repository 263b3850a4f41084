# Where things are. Nothing lives in the checkout: a `git clean` must not cost a quarter of an hour of compiling.
# shellcheck disable=SC2034

CACHE=${ECI_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/eci-lab}
LOG=$CACHE/log                  # one file per step
STATE=$CACHE/state              # mode, kubeconfigs: small, ours, survives a reboot harmlessly
BIN=$CACHE/bin                  # symlinks to the entries in use, for PATH
KUBE_API_TEST=$CACHE/kube-api-test
RUN=/run/eci-lab                # the engine's socket and records. Not under CACHE: there is one engine per machine

# The link between the host and the engine's network namespace.
SUBNET=${ECI_LAB_SUBNET:-10.231.0}
HOST_ADDRESS=$SUBNET.1
ENGINE_ADDRESS=$SUBNET.2
HOST_LINK=eci-host
ENGINE_LINK=eci-engine

MADE_DOCKER_HOST=unix://$RUN/docker.sock
WORKLOAD_IMAGE=eci-test/busybox:lab
SOCKET_IMAGES=(docker:cli evil/tool:1)
BASE_IMAGE=eci-lab/base:1

case $CACHE in *[[:space:]]*) echo "lab: the cache path must not hold spaces ($CACHE): set ECI_LAB_CACHE" >&2; exit 1 ;; esac
mkdir -p "$LOG" "$STATE/clusters" "$BIN" "$CACHE/tmp"
export PATH=$BIN:$PATH
export TZ=UTC
