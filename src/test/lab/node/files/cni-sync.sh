#!/bin/bash
# The pod network of this node, as kindnet would make it (ptp, host-local, portmap), from the node's own podCIDR. A unit of
# the node and not a pod, because kindnet's image is in no module. A node's credentials may read its own Node object only;
# the routes to other nodes are set by `lab cluster-up`.
export KUBECONFIG=/etc/kubernetes/kubelet.conf
conf=/etc/cni/net.d/10-kind.conflist

until [ -s $conf ]; do
  cidr=$(kubectl get node "$(hostname)" -o jsonpath='{.spec.podCIDR}' 2>/dev/null)
  [ -n "$cidr" ] || { sleep 0.5; continue; }
  cat > $conf.tmp <<J
{"cniVersion": "0.4.0", "name": "kind", "plugins": [
  {"type": "ptp", "ipMasq": true, "mtu": 1500, "ipam": {"type": "host-local", "dataDir": "/run/cni-ipam-state",
   "routes": [{"dst": "0.0.0.0/0"}], "ranges": [[{"subnet": "$cidr"}]]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
J
  mv $conf.tmp $conf
done
