# The container side: kind, Docker Engine, containerd, runc, CNI plugins, and the program that holds a pod's namespaces.

build_kind() { CGO_ENABLED=0 GOBIN=$1 go install "sigs.k8s.io/kind@${VERSION[kind]}"; }

build_engine() {
  CGO_ENABLED=0 build_module "github.com/moby/moby/v2@${VERSION[engine]}" "$1/" \
    "-X github.com/moby/moby/v2/dockerversion.Version=$ENGINE_VERSION" \
    "exclude_graphdriver_btrfs netgo osusergo static_build" ./cmd/dockerd ./cmd/docker-proxy
}

build_containerd() {
  local m=github.com/containerd/containerd/v2 v=${VERSION[containerd]} x common="urfave_cli_no_docs static_build osusergo netgo"
  x="-X $m/version.Version=$v -X $m/version.Package=$m"
  CGO_ENABLED=0 build_module $m@"$v" "$1/" "$x" "no_btrfs no_zfs no_devmapper no_aufs $common" ./cmd/containerd ./cmd/ctr
  CGO_ENABLED=0 build_module $m@"$v" "$1/" "$x" "no_grpc $common" ./cmd/containerd-shim-runc-v2
}

# The line before 2.0, whose module has another name: its CRI knows no user namespaces for pods.
build_containerd1() {
  local m=github.com/containerd/containerd v=${VERSION[containerd1]} x common="urfave_cli_no_docs static_build osusergo netgo"
  x="-X $m/version.Version=$v -X $m/version.Package=$m"
  CGO_ENABLED=0 build_module $m@"$v" "$1/" "$x" "no_btrfs no_zfs no_devmapper no_aufs $common" ./cmd/containerd ./cmd/ctr
  CGO_ENABLED=0 build_module $m@"$v" "$1/" "$x" "no_grpc $common" ./cmd/containerd-shim-runc-v2
}

build_runc() {   # static: the same file runs on the host and in nodes of another distribution
  CGO_ENABLED=1 build_module "github.com/opencontainers/runc@${VERSION[runc]}" "$1/runc" \
    "-linkmode external -extldflags -static" "seccomp netgo osusergo urfave_cli_no_docs" .
}

build_cni() {
  CGO_ENABLED=0 build_module "github.com/containernetworking/plugins@${VERSION[cni]}" "$1/" \
    "-X github.com/containernetworking/plugins/pkg/utils/buildversion.BuildVersion=${VERSION[cni]}" "" \
    ./plugins/main/ptp ./plugins/main/bridge ./plugins/main/loopback ./plugins/ipam/host-local ./plugins/meta/portmap
}

# The reference registry of the distribution project, for tests of images that come from one.
build_registry() {
  CGO_ENABLED=0 build_module "github.com/distribution/distribution/v3@${VERSION[registry]}" "$1/registry" "" "" ./cmd/registry
}

build_pause() { gcc -Os -static -s -o "$1/pause" "$LAB/build/pause.c"; }
