# Removes everything, then checks that nothing is left. In mode docker only the clusters belong to the lab.

lab_down() {
  local c ns='' began=$EPOCHSECONDS leftovers
  if [ "$MODE" = docker ]; then
    for c in "$STATE"/clusters/*.yaml; do [ ! -f "$c" ] || cluster_down "$(basename "$c" .yaml)"; done
    rm -f "$STATE/mode"
    return
  fi
  [ "$(id -u)" = 0 ] || die "the lab's engine runs as root, so lab down must run as root too"
  engine_foreign
  lock_engine
  [ ! -s "$ENGINE_RECORD" ] || read -r _ _ _ _ ns < "$ENGINE_RECORD"
  if engine_answers && command -v kind >/dev/null; then
    for c in $(clusters); do step "deleting cluster $c" "delete-$c" cluster_delete "$c"; done
  fi
  step "stopping the engine" stop engine_stop
  rm -f "$STATE"/clusters/*.{kubeconfig,yaml} "$STATE/mode"
  rm -rf --one-file-system "${RUN:?}"
  unlock
  leftovers=$(lab_leftovers "$ns" "$began")
  [ -z "$leftovers" ] || die "left over: $leftovers"
  say "nothing left: no process, no mount, no network namespace, no link, no cgroup"
}

lab_leftovers() {
  local p
  for p in $(cgroup_pids); do echo "process $p ($(tr '\0' ' ' < "/proc/$p/cmdline"))"; done
  engine_mounts | sed 's/^/mount /'
  [ ! -d /sys/class/net/$HOST_LINK ] || echo "link $HOST_LINK"
  for p in $(cgroup_roots); do [ ! -d "$p/$CGROUP" ] || echo "cgroup $p/$CGROUP"; done
  # the kernel gives a dead namespace's number to the next one: only a process older than this `down` can be a leftover
  [ -z "$1" ] || for p in /proc/[0-9]*; do
    if [ "$(readlink "$p/ns/net" 2>/dev/null)" = "$1" ] && [ "$(stat -c %Y "$p" 2>/dev/null || echo "$2")" -lt "$2" ]; then
      echo "network namespace $1 of process ${p#/proc/}"
    fi
  done
  [ ! -e "$RUN" ] || echo "directory $RUN"
}
