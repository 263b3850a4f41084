# Prints which parts of the lab exist.

print_status() {
  local c
  echo "mode      $MODE"
  echo "cache     $CACHE ($(du -sh "$CACHE" 2>/dev/null | cut -f1))"
  if [ "$MODE" = made ] && ! engine_answers; then echo "engine    down"; return; fi
  echo "engine    $(docker version -f '{{.Server.Version}}') at ${DOCKER_HOST:-the default socket}$([ "$MODE" = docker ] || echo ", pid $(engine_pid)")"
  echo "images    $(docker images --format '{{.Repository}}:{{.Tag}}' | grep -v '<none>' | sort | tr '\n' ' ')"
  command -v kind >/dev/null || return 0
  for c in $(clusters); do
    echo "cluster   $c: $(k "$c" get nodes --no-headers 2>/dev/null --request-timeout=5s | awk '{ printf "%s %s  ", $1, $2 }')"
  done
}
