# kind's configuration of one cluster.

# cluster_config NAME WORKERS
cluster_config() {
  local i
  echo 'kind: Cluster'
  echo 'apiVersion: kind.x-k8s.io/v1alpha4'
  echo "name: $1"
  if [ "$MODE" = made ]; then
    echo 'networking:'
    echo '  disableDefaultCNI: true               # the nodes bring their own, see node/files/cni-sync.sh'
    echo "  apiServerAddress: $ENGINE_ADDRESS     # reachable from the host, see engine/link.bash"
  fi
  echo 'nodes:'
  echo '- role: control-plane'
  for i in $(seq 1 "$2"); do echo '- role: worker'; done
}
