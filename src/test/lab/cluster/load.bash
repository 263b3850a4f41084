# Images from the engine into a cluster's nodes: one save for all, so that layers they share travel once, and none at all
# for what a node has already.

# load NAME IMAGE...
load() {
  local name=$1 node nodes=() image missing=(); shift
  mapfile -t nodes < <(kind get nodes --name "$name" 2>/dev/null)
  [ ${#nodes[@]} -gt 0 ] || die "cluster $name does not exist: lab cluster-up $name"
  for image; do
    case " $WORKLOAD_IMAGE ${SOCKET_IMAGES[*]} " in *" $image "*) workload_images ;; esac
    docker image inspect "$image" >/dev/null 2>&1 || die "the engine has no image $image"
    for node in "${nodes[@]}"; do
      if ! node_has "$node" "$image"; then missing+=("$image"); break; fi
    done
  done
  [ ${#missing[@]} -gt 0 ] || { say "cluster $name has these images already"; return; }
  lock_cluster "$name"
  step "loading ${missing[*]} into $name" "load-$name" load_into "$STATE/clusters/$name.tar" "${#nodes[@]}" "${nodes[@]}" "${missing[@]}"
  rm -f "$STATE/clusters/$name.tar"
  unlock
}
load_into() {   # TAR COUNT NODE... IMAGE...
  local tar=$1 nodes=("${@:3:$2}") node; shift $(($2 + 2))
  docker save -o "$tar" "$@"
  for node in "${nodes[@]}"; do
    docker exec -i "$node" ctr --namespace=k8s.io images import --all-platforms --digests --snapshotter=overlayfs - < "$tar"
  done
}
# By digest. Where the engine's image ids are not manifest digests (its older image store) this never fits, and all is loaded.
node_has() {
  local id; id=$(docker image inspect -f '{{.Id}}' "$2")
  docker exec "$1" ctr --namespace=k8s.io images list |
    awk -v n="$2" -v id="$id" '$3 == id && substr($1, length($1) - length(n)) == "/" n { found = 1 } END { exit !found }'
}
