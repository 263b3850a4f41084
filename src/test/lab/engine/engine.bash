# The lab's own engine: started in separate namespaces, because a dockerd tidies up bridges and iptables rules of any other one
# it finds, and recovered from whatever a killed one left.

ENGINE_RECORD=$RUN/engine

engine_pid() { recorded_process "$ENGINE_RECORD"; }
engine_answers() { engine_pid >/dev/null && timeout 10 docker version >/dev/null 2>&1; }
in_engine_net() { if [ "$MODE" = made ]; then nsenter -t "$(engine_pid)" -n "$@"; else "$@"; fi; }

engine_up() {
  [ "$MODE" = made ] || { docker version >/dev/null || die "mode docker, but no Docker Engine responds (lab down resets the mode)"; return 0; }
  engine_foreign
  if engine_answers && link_answers; then return; fi
  [ "$(id -u)" = 0 ] || die "the lab's engine needs root; as another user run a Docker Engine and use ECI_LAB_MODE=docker"
  needs iproute2 util-linux iptables; needs_docker_cli
  lock_build; binaries_all; unlock
  lock_engine
  if ! engine_answers; then
    engine_sweep
    step "starting Docker Engine $ENGINE_VERSION" start engine_start
  fi
  link_up
  unlock
}
lock_engine() { mkdir -p /run/lock; lock /run/lock/eci-lab; }   # not in RUN, which comes and goes; one per machine, whatever the cache

engine_foreign() {
  local cache
  if engine_pid >/dev/null && read -r _ _ _ cache _ < "$ENGINE_RECORD" && [ "$cache" != "$CACHE" ]; then
    die "the engine of the cache $cache runs already, and one engine per machine is possible: ECI_LAB_CACHE=$cache lab down"
  fi
}

engine_start() {
  local i
  mkdir -p "$RUN" "$CACHE/engine-data"
  [ -f "$RUN/daemon.json" ] || echo '{}' > "$RUN/daemon.json"
  ( unlocked setsid unshare --mount --net --propagation private "$LAB/engine/run" ) > "$LOG/engine.log" 2>&1 < /dev/null &
  for i in $(seq 150); do
    if engine_answers; then engine_empty; return; fi
    [ "$i" -lt 20 ] || engine_pid >/dev/null || break
    sleep 0.2
  done
  tail -n 20 "$LOG/engine.log"; return 1
}

# A lab starts and ends without containers. Those of a killed engine would else come back half alive by their restart policy.
engine_empty() { docker ps -aq | xargs -r docker rm -f -v; docker network prune -f; docker volume prune -af; }

# What a killed engine leaves: shims and containers in our cgroup, the link's end, files under RUN. Its mounts and its
# namespaces went with the last process. Nothing here touches what is not ours by name.
engine_sweep() {
  cgroup_kill || die "processes in $(cgroup_home) do not die: $(cgroup_pids | tr '\n' ' ')"
  cgroup_remove
  link_down
  local m
  while read -r m; do umount -l "$m"; done < <(engine_mounts)
  rm -rf --one-file-system "${RUN:?}/exec" "$RUN/docker.pid" "$RUN/docker.sock" "$ENGINE_RECORD"
  rmdir --ignore-fail-on-non-empty /run/containerd 2>/dev/null || true   # the engine's mount point
}
engine_mounts() { awk -v r="$RUN/" -v c="$CACHE/engine-data" 'index($5, r) == 1 || index($5, c) == 1 { print $5 }' /proc/self/mountinfo; }

engine_stop() {
  local pid i
  if engine_answers; then engine_empty; fi
  if pid=$(engine_pid); then
    kill -TERM "$pid"
    for i in $(seq 150); do engine_pid >/dev/null || break; sleep 0.2; done
  fi
  engine_sweep
}
