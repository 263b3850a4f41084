# The paths of a private host. Everything is below two names, so that `end` can remove what any run created.
# shellcheck disable=SC2034

HOSTS=$CACHE/hosts
host_paths() {
  [[ $1 =~ ^[a-z0-9][a-z0-9-]{0,40}$ ]] || die "not a name for a host: $1"
  HOST_DIR=$HOSTS/$1      # on a real disk: overlay2 and idmapped layers cannot sit on an overlay
  CGROUP=eci-host-$1      # all that the host ever started
}
