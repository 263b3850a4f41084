# The images that tests run: one workload, and the same files again under the names that the tests of socket permissions
# tell apart (one allowed, one not). One file differs, so that their digests do.

workload_recipe() { recipe "$LAB/images/workload.bash" "$LAB/images/busybox.bash" "$LAB/images/scratch.bash" "$LAB/images/get/main.go" "$(command -v busybox)"; }

workload_images() {
  needs busybox-static; needs_docker_cli; needs_go
  local r name done=yes; r=$(workload_recipe)
  for name in "$WORKLOAD_IMAGE" "${SOCKET_IMAGES[@]}"; do image_is "$name" "$r" || done=no; done
  [ $done = no ] || return 0
  lock_build
  step "building the workload images" workload-images build_workload_images "$r" "$CACHE/tmp/workload"
  rm -rf "$CACHE/tmp/workload"
  unlock
}
build_workload_images() {
  local recipe=$1 root=$2 name c
  mkdir -p "$root"
  minimal_root "$root"
  busybox_into "$root"
  mkdir -p "$root"/{root,var/www,var/run,proc,sys,dev}
  (cd "$LAB/images/get" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$root/bin/get" .)
  scratch_image "$WORKLOAD_IMAGE" "$recipe" '["/bin/sh"]' "$root"
  for name in "${SOCKET_IMAGES[@]}"; do
    # on the user's own engine a name may be a real image of theirs, which is not ours to replace
    if [ "$MODE" = docker ] && docker image inspect "$name" >/dev/null 2>&1; then
      [ -n "$(docker image inspect -f '{{index .Config.Labels "eci-lab.recipe"}}' "$name")" ] || { echo "$name is there and is not ours: left alone"; continue; }
    fi
    echo "$name" > "$root/image-name"
    c=$(docker create "$WORKLOAD_IMAGE")
    docker cp "$root/image-name" "$c:/etc/image-name"
    docker commit "$c" "$name"
    docker rm "$c"
  done
}
