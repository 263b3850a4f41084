# The engine and everything it starts live below one cgroup of a fixed name. That is how the lab knows its processes when
# the engine was killed and its containers and shims live on: a cgroup, unlike a pid or a namespace number, is not reused.

CGROUP=eci-lab
CGROUP_PARENT=/$CGROUP/docker      # of the containers; the engine itself is in /eci-lab/engine

cgroup_roots() {   # every hierarchy: on v1 a container is in all of them
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then echo /sys/fs/cgroup; else compgen -G '/sys/fs/cgroup/*/cgroup.procs' | xargs -n1 dirname; fi
}
# Where the engine's own processes are distinguished: any hierarchy would do, but not systemd's, which tidies up.
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

# Hierarchies of v1 that exist and that this machine has not mounted: each container's systemd would search for them, and KinD's
# kubelet would not start ("cgroup [kubelet] has some missing paths"). They outlive their mount as long as they have cgroups.
cgroup_unmounted() {
  local names
  while IFS=: read -r _ names _; do
    [ -z "$names" ] || cgroup_mounted "$names" /proc/self/mountinfo >/dev/null || echo "$names"
  done < /proc/self/cgroup
}
cgroup_mounted() {   # NAMES MOUNTINFO...: the files that list such a mount
  local names=$1; shift
  grep -lE " - cgroup [^ ]+ ([^ ]+,)?${names%%,*}(,|\$)" "$@" 2>/dev/null
}
# Removes those that are not mounted and in whose cgroups nothing runs; prints the others.
cgroup_tidy() {
  local names holder
  for names in $(cgroup_unmounted); do
    if holder=$(cgroup_mounted "$names" /proc/[0-9]*/mountinfo | head -n 1) && [ -n "$holder" ]; then
      holder=${holder#/proc/} holder=${holder%/*}
      say "the cgroup hierarchy $names is mounted by process $holder ($(cat "/proc/$holder/comm" 2>/dev/null)) alone, and KinD's kubelet may fail over it: end that process, then lab cluster-up again"
    elif cgroup_empty_out "$names"; then
      say "removed the cgroup hierarchy $names, which was not mounted and in which nothing ran"
    else
      say "the cgroup hierarchy $names, which is not mounted, cannot be removed, most likely because something runs in it, and KinD's kubelet may fail over it: mount -t cgroup -o $(cgroup_options "$names") none DIR, end what DIR/*/cgroup.procs lists, rmdir its directories, umount DIR"
    fi
  done
}
cgroup_options() { case $1 in name=*) echo "none,$1" ;; *) echo "$1" ;; esac; }
# In a mount namespace of its own, so that it is unmounted at the end whatever happens. A directory that was removed is gone for the
# kernel a moment later, and the hierarchy goes with the first unmount after that.
cgroup_empty_out() {
  local i
  for i in $(seq 20); do
    cgroup_rmdirs "$1" || return 1
    cgroup_unmounted | grep -qxF "$1" || return 0
    sleep 0.1
  done
  return 1
}
cgroup_rmdirs() {
  unshare --mount --propagation private sh -euc '
    mount -t cgroup -o "$0" none /mnt
    [ -z "$(find /mnt -mindepth 2 -name cgroup.procs -exec cat {} +)" ]
    find /mnt -mindepth 1 -depth -type d -exec rmdir {} +' "$(cgroup_options "$1")" 2>/dev/null
}
