# Node images with one part exchanged: built from the usual one when a cluster requests it (`cluster-up NAME --node KIND`).
#   containerd1   containerd 1.7, whose CRI knows no user namespaces for pods

NODE_KIND=''    # empty: the usual image

variant_name() { echo "eci-lab/node-$1:${VERSION[kubernetes]}-$(recipe "$(node_image_recipe)" "$LAB/cluster/variants.bash")"; }

# variant_image KIND
variant_image() {
  local name; name=$(variant_name "$1")
  ! docker image inspect "$name" >/dev/null 2>&1 || return 0
  lock_build
  "variant_parts_$1"
  step "building the node image $name" "node-$1" build_variant "$name" "$1"
  unlock
}

build_variant() {
  local name=$1 kind=$2 c=eci-lab-node-$2-building
  docker rm -f -v "$c" >/dev/null 2>&1 || true      # of a build that was killed
  docker run -d --name "$c" --network none --entrypoint sleep --security-opt seccomp=unconfined "$(NODE_KIND='' node_image_name)" infinity
  "variant_fill_$kind" "$c"
  docker commit --change 'ENTRYPOINT ["/usr/local/bin/entrypoint","/sbin/init"]' --change 'CMD []' "$c" "$name"
  docker rm -f -v "$c"
}

variant_parts_containerd1() { needs_go; cached containerd1 "${VERSION[containerd1]}" build_containerd1; }
variant_fill_containerd1() {
  tar -C "$(entry containerd1 "${VERSION[containerd1]}")" --owner=0 --group=0 -cf - . | docker exec -i "$1" tar -C /usr/local/bin -xf -
}
