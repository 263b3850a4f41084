# What is laid over the root: the files of kind's own base image, the container runtime, Kubernetes, our stand-ins.

# node_files DIRECTORY
node_files() {
  local f=$1 base
  base=$(module_dir "sigs.k8s.io/kind@${VERSION[kind]}")/images/base/files
  cp -r --no-preserve=mode,ownership "$base/." "$f/"
  rm -f "$f/usr/local/bin/clean-install"
  mkdir -p "$f"/usr/{bin,local/bin,local/sbin} "$f/opt/cni/bin" "$f/etc/kubernetes/manifests" "$f/etc/cni/net.d" "$f/kind/manifests"
  cp "$(entry containerd "${VERSION[containerd]}")"/* "$LAB/node/files/crictl" "$f/usr/local/bin/"
  cp "$(entry runc "${VERSION[runc]}")/runc" "$f/usr/local/sbin/"
  cp "$(entry cni "${VERSION[cni]}")"/* "$f/opt/cni/bin/"
  cp "$(entry kube-node "${VERSION[kubernetes]}")"/{kubeadm,kubelet} "$(entry kube-api "${VERSION[kubernetes]}")/kubectl" "$f/usr/bin/"
  cp "$LAB/node/files/cni-sync.sh" "$f/kind/bin/"
  cp "$LAB/node/files/cni-sync.service" "$f/etc/systemd/system/"
  cp "$LAB/node/files/default-storage.yaml" "$f/kind/manifests/"
  printf %s "${VERSION[kubernetes]}" > "$f/kind/version"
  # Without CAP_SYS_RESOURCE (it may be missing from the whole machine's bounding set) no process may lower oom_score_adj, and
  # every sandbox dies with "can't get final child's PID from pipe: EOF". kind itself flips this in user namespaces only.
  sed -i 's/restrict_oom_score_adj = false/restrict_oom_score_adj = true/' "$f/etc/containerd/config.toml"
  grep -q 'restrict_oom_score_adj = true' "$f/etc/containerd/config.toml"
  find "$f" -type d -exec chmod 755 {} +
  find "$f" -type f -exec chmod 644 {} +
  chmod 755 "$f"/usr/bin/* "$f"/usr/local/bin/* "$f"/usr/local/sbin/* "$f"/opt/cni/bin/* "$f"/kind/bin/*
}
