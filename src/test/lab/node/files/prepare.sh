# Runs inside the node image's container; stdin is the tar of the preloaded images.
set -euo pipefail
systemctl enable kubelet.service containerd.service undo-mount-hacks.service cni-sync.service
systemctl mask systemd-binfmt.service
ctr oci spec | jq '.hooks.createContainer[.hooks.createContainer | length] |= . + {"path": "/kind/bin/mount-product-files.sh"}
  | del(.process.rlimits)' > /etc/containerd/cri-base.json

containerd < /dev/null > /tmp/containerd.log 2>&1 &
for _ in $(seq 100); do if ctr version > /dev/null 2>&1; then break; fi; sleep 0.1; done
ctr --namespace=k8s.io images import --label=io.cri-containerd.pinned=pinned --all-platforms --no-unpack --digests -
kill %1; wait || true
rm -rf /run/containerd /var/log/* /tmp/*
