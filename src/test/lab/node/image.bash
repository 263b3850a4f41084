# The KinD node image: root + files + preloaded images, put together in a container and committed. Nothing of the product
# is in it: the agent has to install itself on a node like any other.

node_image_recipe() {
  recipe "$LAB"/node/*.bash "$LAB"/node/files/* "$LAB/images/scratch.bash" "$LAB/lib/versions.bash" "$LAB/build/pause.c"
}
node_image_name() { if [ -n "$NODE_KIND" ]; then variant_name "$NODE_KIND"; elif [ "$MODE" = docker ]; then local_node_image; else echo "eci-lab/node:${VERSION[kubernetes]}-$(node_image_recipe)"; fi; }

node_image() {
  if [ "$MODE" = docker ]; then
    docker_node_image decide || die "no $DOCKER_NODE_IMAGE and none can be pulled: ECI_LAB_MODE=made makes everything here"
    return
  fi
  local name; name=$(node_image_name)
  ! docker image inspect "$name" >/dev/null 2>&1 || return 0
  lock_build
  binaries_all
  node_root
  local work=$CACHE/tmp/node
  mkdir -p "$work"
  step "building the node image $name" node-image build_node_image "$name" "$work"
  rm -rf "$work"
  unlock
  # images of older recipes; one that a cluster still uses stays
  docker images --format '{{.Repository}}:{{.Tag}}' eci-lab/node | grep -vxF "$name" | xargs -r docker rmi >/dev/null 2>&1 || true
}

build_node_image() {
  local name=$1 work=$2 base=eci-lab/node-root:building c=eci-lab-node-building f
  docker rm -f -v $c >/dev/null 2>&1 || true      # of a build that was killed
  docker rmi $base >/dev/null 2>&1 || true
  mkdir -p "$work/files"
  node_files "$work/files"
  docker import "$(entry node-root "$SUITE-$(node_root_version)")/root.tar" $base
  kube_images "$work/images.tar" "$work" $base

  docker run -d --name $c --network none --entrypoint sleep --security-opt seccomp=unconfined $base infinity
  tar -C "$work/files" --owner=0 --group=0 --numeric-owner -cf - . | docker exec -i $c tar -C / --keep-directory-symlink -xf -
  docker exec -i $c bash -c "$(cat "$LAB/node/files/prepare.sh")" < "$work/images.tar"
  docker commit --change 'ENV container=docker' --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    --change 'STOPSIGNAL SIGRTMIN+3' --change 'ENTRYPOINT ["/usr/local/bin/entrypoint","/sbin/init"]' --change 'CMD []' $c "$name"
  docker rm -f -v $c
  docker rmi $base
}
