# One-layer images from files, by `docker import`: no builder, no base image, the same bytes every time.

# scratch_image TAG RECIPE ENTRYPOINT-JSON ROOT-DIRECTORY. Root must hold /etc/passwd and the like if they are wanted.
scratch_image() {
  local tag=$1 recipe=$2 entrypoint=$3 root=$4 old
  old=$(docker images -q --no-trunc "$tag")
  tar -C "$root" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf - . |
    docker import --change "ENTRYPOINT $entrypoint" --change "LABEL eci-lab.recipe=$recipe" \
      --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - "$tag"
  # the one it replaces would stay behind without a name
  [ -z "$old" ] || docker rmi "$old" >/dev/null 2>&1 || true
}

# image_is TAG RECIPE: is it there, made by this recipe?
image_is() { [ "$(docker image inspect -f '{{index .Config.Labels "eci-lab.recipe"}}' "$1" 2>/dev/null)" = "$2" ]; }

minimal_root() {   # DIRECTORY: what a program may expect of any root
  mkdir -p "$1/etc"; mkdir -m 1777 "$1/tmp"; chmod 755 "$1"
  printf '%s\n' root:x:0:0:root:/root:/sbin/nologin nobody:x:65534:65534:nobody:/:/sbin/nologin \
    nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin > "$1/etc/passwd"
  printf '%s\n' root:x:0: nogroup:x:65534: nonroot:x:65532: > "$1/etc/group"
}
