# Testcontainers' cleaner, under the name that its Java library asks for (the version belongs to the library's).

CLEANER_IMAGE=testcontainers/ryuk:0.14.0     # Testcontainers for Java 2.0.5

cleaner_recipe() { recipe "$LAB/images/cleaner.bash" "$LAB/images/scratch.bash" "$LAB/images/cleaner/main.go" "$LAB/images/cleaner/go.mod"; }

cleaner_image() {
  needs_docker_cli; needs_go
  local r; r=$(cleaner_recipe)
  if image_is "$CLEANER_IMAGE" "$r"; then return; fi
  lock_build
  step "building the image $CLEANER_IMAGE" cleaner-image build_cleaner_image "$r" "$CACHE/tmp/cleaner"
  rm -rf "$CACHE/tmp/cleaner"
  unlock
}
build_cleaner_image() {
  local root=$2
  mkdir -p "$root/bin"
  minimal_root "$root"
  (cd "$LAB/images/cleaner" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$root/bin/ryuk" .)
  scratch_image "$CLEANER_IMAGE" "$1" '["/bin/ryuk"]' "$root"
}
