# The programs and their paths: one cache entry each, symlinks in BIN, and the directory layout that
# Fabric8's kube-api-test expects.

# link_binaries COMPONENT VERSION. Replaced by rename: a test may be looking one up right now.
link_binaries() {
  local f
  for f in "$(entry "$1" "$2")"/*; do
    if [ "$f" -ef "$BIN/${f##*/}" ]; then continue; fi
    ln -sfn "$f" "$BIN/.${f##*/}.$$"; mv -T "$BIN/.${f##*/}.$$" "$BIN/${f##*/}"
  done
}

# What an API server in a test needs, and kubectl for users.
binaries_api() {
  needs_go
  cached etcd "${VERSION[etcd]}" build_etcd
  cached kube-api "${VERSION[kubernetes]}" build_kube_api
  link_binaries etcd "${VERSION[etcd]}"
  link_binaries kube-api "${VERSION[kubernetes]}"
  # <dir>/k8s/<version without v>-<os>-<arch>/: every directory with that ending must parse as a version
  local d f
  d=$KUBE_API_TEST/k8s/${VERSION[kubernetes]#v}-linux-$(go env GOARCH)
  mkdir -p "$d"
  for f in etcd kube-apiserver kubectl; do ln -sfn "$(readlink -f "$BIN/$f")" "$d/$f"; done
}

# An image registry, which tests start for themselves.
binaries_registry() {
  needs_go
  cached registry "${VERSION[registry]}" build_registry
  link_binaries registry "${VERSION[registry]}"
}

binaries_kind() {
  needs_go
  cached kind "${VERSION[kind]}" build_kind
  link_binaries kind "${VERSION[kind]}"
}

binaries_all() {
  needs jq gcc libc6-dev libseccomp-dev tini
  binaries_api
  binaries_kind
  binaries_registry
  cached pause "$(pause_version)" build_pause
  cached runc "${VERSION[runc]}" build_runc
  cached cni "${VERSION[cni]}" build_cni
  cached containerd "${VERSION[containerd]}" build_containerd
  cached engine "${VERSION[engine]}" build_engine
  cached coredns "${VERSION[coredns]}" build_coredns
  cached kube-node "${VERSION[kubernetes]}" build_kube_node
  link_binaries runc "${VERSION[runc]}"
  link_binaries containerd "${VERSION[containerd]}"
  link_binaries engine "${VERSION[engine]}"
  ln -sfn "$(command -v tini-static)" "$BIN/docker-init"    # docker run --init
}
pause_version() { recipe "$LAB/build/pause.c"; }
