# KinD clusters by name. A cluster that does not respond is deleted and created again: with an existing node image that takes
# less time than a diagnosis.

kubeconfig() { echo "$STATE/clusters/$1.kubeconfig"; }
k() { local c=$1; shift; kubectl --kubeconfig "$(kubeconfig "$c")" "$@"; }
clusters() { kind get clusters 2>/dev/null | grep -v '^No kind' || true; }

cluster_name() { [[ ${1:-} =~ ^[a-z0-9][a-z0-9-]{0,40}$ ]] || die "a cluster's name is lower-case letters, digits and dashes, not '${1:-}'"; }
lock_cluster() { lock "$STATE/clusters/$1.lock"; }

# cluster_up NAME WORKERS
cluster_up() {
  local name=$1 workers=$2
  lock_cluster "$name"
  if cluster_healthy "$name" "$workers"; then
    say "cluster $name: is up"
  else
    if clusters | grep -qx "$name"; then step "deleting the unhealthy cluster $name" "delete-$name" cluster_delete "$name"; fi
    [ "$MODE" = docker ] || cgroup_tidy
    step "creating cluster $name" "create-$name" cluster_create "$name" "$workers"
  fi
  [ "$MODE" = docker ] || cluster_routes "$name"
  step "waiting for cluster $name" "wait-$name" cluster_wait "$name"
  unlock
}

cluster_create() {
  local config=$STATE/clusters/$1.yaml
  cluster_config "$1" "$2" > "$config"
  # inside the engine's network namespace: kind looks for a free port on the API server's address by binding to it
  in_engine_net kind create cluster --image "$(node_image_name)" --config "$config" --kubeconfig "$(kubeconfig "$1")" --wait 180s
}
cluster_delete() {
  local n
  for n in $(kind get nodes --name "$1" 2>/dev/null); do node_thaw "$n"; done
  kind delete cluster --name "$1" --kubeconfig "$(kubeconfig "$1")"
  rm -f "$STATE/clusters/$1".{kubeconfig,yaml}
}

# Where cgroups are of version 1, runc freezes a container while it writes its cgroup; one that was killed just then leaves it frozen, and what
# is frozen cannot be killed, so that its node cannot be stopped.
node_thaw() {
  docker exec "$1" sh -c 'find /sys/fs/cgroup/freezer -name freezer.state 2>/dev/null | xargs -r grep -l FROZEN | while read -r f; do echo THAWED > "$f"; done' 2>/dev/null || true
}

# All nodes there, running, of today's image, and Ready.
cluster_healthy() {
  local name=$1 image n nodes=()
  image=$(node_image_name)
  mapfile -t nodes < <(kind get nodes --name "$name" 2>/dev/null)
  [ ${#nodes[@]} = $(($2 + 1)) ] || return 1
  for n in "${nodes[@]}"; do [ "$(docker inspect -f '{{.State.Running}} {{.Config.Image}}' "$n")" = "true $image" ] || return 1; done
  kind get kubeconfig --name "$name" > "$STATE/clusters/$name.tmp" 2>/dev/null || return 1
  mv "$STATE/clusters/$name.tmp" "$(kubeconfig "$name")"
  k "$name" wait --for=condition=Ready nodes --all --timeout=10s >/dev/null 2>&1
}

# kind waits for the node; DNS comes some seconds later, and pods cannot be made before their service account.
cluster_wait() {
  local i
  k "$1" wait --for=condition=Ready nodes --all --timeout=120s
  k "$1" -n kube-system wait --for=condition=Available deployment/coredns --timeout=120s   # one of two replicas is enough
  for i in $(seq 120); do if k "$1" get serviceaccount default >/dev/null 2>&1; then return; fi; sleep 0.5; done
  return 1
}

# Between several nodes: each one's pods by way of that node, which is kindnet's other job.
cluster_routes() {
  local node cidr address other
  k "$1" get nodes -o jsonpath='{range .items[*]}{.metadata.name} {.spec.podCIDR} {.status.addresses[?(@.type=="InternalIP")].address}{"\n"}{end}' |
    while read -r node cidr address; do
      for other in $(kind get nodes --name "$1" 2>/dev/null); do
        [ "$other" = "$node" ] || docker exec "$other" ip route replace "$cidr" via "$address" </dev/null
      done
    done
}

cluster_down() {
  lock_cluster "$1"
  if clusters | grep -qx "$1"; then step "deleting cluster $1" "delete-$1" cluster_delete "$1"; else say "cluster $1 does not exist"; fi
  rm -f "$STATE/clusters/$1".{kubeconfig,yaml}
  unlock
}
