# The environment of tests and shells, as KEY=VALUE lines without quotes or spaces.

# print_env [NAME]
print_env() {
  local name=${1:-}
  echo "ECI_LAB_MODE=$MODE"
  echo "ECI_LAB_CACHE=$CACHE"
  echo "ECI_LAB_BIN=$BIN"
  [ -z "${DOCKER_HOST:-}" ] || echo "DOCKER_HOST=$DOCKER_HOST"
  [ ! -d "$KUBE_API_TEST/k8s" ] || echo "KUBE_API_TEST_DIR=$KUBE_API_TEST"
  echo "ECI_LAB_NODE_IMAGE=$(node_image_name)"
  echo "ECI_LAB_WORKLOAD_IMAGE=$WORKLOAD_IMAGE"
  if [ "$MODE" = made ]; then
    [ ! -d "$PLUGINS" ] || echo "ECI_LAB_PLUGINS=$PLUGINS"
    echo "ECI_LAB_CLEANER_IMAGE=$CLEANER_IMAGE"
    [ ! -f "$(gallery_archive)" ] || echo "ECI_LAB_GALLERY_ROOT=$(gallery_archive)"
    [ ! -d "$CLIENTS" ] || echo "ECI_LAB_CLIENTS=$CLIENTS"
    echo "ECI_LAB_BASE_IMAGE=$BASE_IMAGE"              # where a registry answers, builds take their usual base
    echo "ECI_LAB_HOST_ADDRESS=$HOST_ADDRESS"          # the host, as pods and containers reach it
    echo "ECI_LAB_ENGINE_ADDRESS=$ENGINE_ADDRESS"      # published ports, as the host reaches them
    echo "ECI_LAB_ENGINE_CONFIG=$RUN/daemon.json"
    echo "ECI_LAB_ENGINE_DATA=$CACHE/engine-data"
    if engine_pid >/dev/null; then echo "ECI_LAB_ENGINE_PID=$(engine_pid)"; fi
    echo "TESTCONTAINERS_HOST_OVERRIDE=$ENGINE_ADDRESS"
    echo "TESTCONTAINERS_RYUK_DISABLED=true"           # its image cannot be pulled; `lab down` tidies up
  fi
  if [ -n "$name" ]; then
    [ -f "$(kubeconfig "$name")" ] || die "cluster $name does not exist: lab cluster-up $name"
    echo "ECI_LAB_CLUSTER=$name"
    echo "KUBECONFIG=$(kubeconfig "$name")"
  fi
}
