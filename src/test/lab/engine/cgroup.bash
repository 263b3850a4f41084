# The engine and everything it starts live below one cgroup of a fixed name. That is how the lab knows its processes when
# the engine was killed and its containers and shims live on: a cgroup, unlike a pid or a namespace number, is not reused.

CGROUP=eci-lab
CGROUP_PARENT=/$CGROUP/docker      # of the containers; the engine itself is in /eci-lab/engine

cgroup_roots() {   # every hierarchy: on v1 a container is in all of them
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then echo /sys/fs/cgroup; else compgen -G '/sys/fs/cgroup/*/cgroup.procs' | xargs -n1 dirname; fi
}
# Where the engine's own processes are told apart: any hierarchy would do, but not systemd's, which tidies up.
cgroup_home() { if [ -d /sys/fs/cgroup/pids ]; then echo /sys/fs/cgroup/pids/$CGROUP; else echo /sys/fs/cgroup/$CGROUP; fi; }
cgroup_pids() { find "$(cgroup_home)" -name cgroup.procs -exec cat {} + 2>/dev/null || true; }

cgroup_kill() {
  local i pids
  for i in $(seq 50); do
    pids=$(cgroup_pids); [ -n "$pids" ] || return 0
    # shellcheck disable=SC2086
    kill -KILL $pids 2>/dev/null || true
    sleep 0.1
  done
  return 1
}
cgroup_remove() {
  local r i
  for i in $(seq 20); do   # a dead process leaves its cgroup a moment after its parent has seen it go
    for r in $(cgroup_roots); do [ ! -d "$r/$CGROUP" ] || find "$r/$CGROUP" -depth -type d -exec rmdir {} + 2>/dev/null || true; done
    compgen -G "/sys/fs/cgroup/*/$CGROUP" >/dev/null || [ -d /sys/fs/cgroup/$CGROUP ] || return 0
    sleep 0.1
  done
}
