# Kubernetes from its Go module. k8s.io/kubernetes requires its staging modules at v0.0.0 and replaces them by paths that
# its module does not hold; go/kubernetes/go.mod pins them to the releases of the same day instead.

build_kubernetes() {
  local out=$1/ k=${VERSION[kubernetes]} minor flags="-s -w" p; shift
  grep -q " k8s.io/kubernetes $k\$\|require k8s.io/kubernetes $k\$" "$LAB/go/kubernetes/go.mod" || { echo "go/kubernetes/go.mod is not for $k: run go/pin"; return 1; }
  minor=${k#v1.}; minor=${minor%%.*}
  for p in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags+=" -X $p.gitVersion=$k -X $p.gitMajor=1 -X $p.gitMinor=$minor -X $p.gitTreeState=clean"
    flags+=" -X $p.gitCommit=0000000000000000000000000000000000000000"   # kubeadm's JSON wants one
  done
  cd "$LAB/go/kubernetes"
  CGO_ENABLED=0 go build -mod=readonly -trimpath -ldflags "$flags" -o "$out" "${@/#/k8s.io/kubernetes/cmd/}"
}

# Two entries: tests of a single module need an API server early, and nothing else.
# Several programs in one `go build`: what they share is compiled once and they link side by side.
build_kube_api() { build_kubernetes "$1" kube-apiserver kubectl; }
build_kube_node() { build_kubernetes "$1" kubelet kubeadm kube-controller-manager kube-scheduler kube-proxy; }

build_etcd() {   # its own go.mod replaces a sibling by a path, so it cannot be its own main module either
  cd "$LAB/go/etcd"
  CGO_ENABLED=0 go build -mod=readonly -trimpath -ldflags "-s -w" -o "$1/etcd" go.etcd.io/etcd/server/v3
}

build_coredns() {
  CGO_ENABLED=0 build_module "github.com/coredns/coredns@${VERSION[coredns]}" "$1/coredns" \
    "-X github.com/coredns/coredns/coremain.GitCommit=module" "" .
}
