# Which engine: the user's own Docker Engine if one responds and a node image can be pulled (mode docker), else one that
# the lab builds (mode made). Decided once per `lab up` and kept until `lab down`, so that one run never mixes the two.

# mode decide: find out and remember; mode look: report what it is or would be, pull and write nothing
mode() {
  MODE=${ECI_LAB_MODE:-}
  if [ -z "$MODE" ] && [ -s "$STATE/mode" ]; then MODE=$(cat "$STATE/mode"); fi
  [ -n "$MODE" ] || MODE=$(detect_mode "$1")
  case $MODE in docker|made) ;; *) die "ECI_LAB_MODE is docker or made, not $MODE" ;; esac
  [ "$1" = look ] || echo "$MODE" > "$STATE/mode"
  [ "$MODE" = docker ] || export DOCKER_HOST=$MADE_DOCKER_HOST
}

detect_mode() {
  # our own engine is never the user's, even when `lab env` was evaluated in this shell
  if [ "${DOCKER_HOST:-}" != "$MADE_DOCKER_HOST" ] && command -v docker >/dev/null &&
     timeout 10 docker version >/dev/null 2>&1 && docker_node_image "$1"; then echo docker; else echo made; fi
}
# The newest node image the user has, else the one kind was released with, if it can be pulled.
docker_node_image() {
  [ -z "$(local_node_image)" ] || return 0
  [ "$1" = decide ] && step "pulling $DOCKER_NODE_IMAGE" pull timeout 600 docker pull -q "$DOCKER_NODE_IMAGE"
}
local_node_image() { docker images --format '{{.Repository}}:{{.Tag}}' kindest/node | grep -v '<none>' | sort -V | tail -n 1; }
