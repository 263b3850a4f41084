# What the lab is made of. One place, because the versions have to fit each other: Kubernetes and CoreDNS and etcd as
# kubeadm expects them, kind as its node files expect systemd and cgroups.
# shellcheck disable=SC2034

declare -gA VERSION=(
  [kubernetes]=v1.34.4          # a change needs `go/pin` run again
  [etcd]=v3.6.5                 # likewise
  [kind]=v0.30.0                # the last line whose node files still start on cgroup v1
  [containerd]=v2.1.9
  [containerd1]=v1.7.35         # for nodes of the kind `cluster-up --node containerd1` only; built when one is asked for
  [runc]=v1.3.6
  [cni]=v1.7.1
  [coredns]=v1.12.1
  [registry]=v3.0.0
  [engine]=v2.0.0-beta.24       # the Go module's numbering of Docker Engine 29
)
ENGINE_VERSION=29.9.0-lab       # what `docker version` shows
SUITE=bookworm                  # systemd 252, the last Debian whose systemd takes cgroup v1 without a kernel argument
DOCKER_NODE_IMAGE=kindest/node:v1.34.0   # mode docker: the image kind 0.30 was released with
