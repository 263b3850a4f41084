# Gatekeeper, for `lab gatekeeper` and bench-admission only; not among the versions, as a new one changes nothing else. Its manifests lie beside
# the program: the CRDs that it needs in an API server.

GATEKEEPER_VERSION=v3.23.1

build_gatekeeper() {
  local m=github.com/open-policy-agent/gatekeeper/v3 dir
  CGO_ENABLED=0 build_module "$m@$GATEKEEPER_VERSION" "$1/gatekeeper" "-X $m/pkg/version.Version=$GATEKEEPER_VERSION" "" .
  dir=$(module_dir "$m@$GATEKEEPER_VERSION")
  install -m 644 "$dir/deploy/gatekeeper.yaml" "$1/gatekeeper.yaml"
}
