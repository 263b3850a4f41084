# The libraries with which programs speak to an engine, in the versions of their lock files: docker-py and its own suite,
# the engine's Go client, dockerode of npm, and Testcontainers for Node, Python and Go. For make test-gallery only.

CLIENTS=$CACHE/clients          # symlinks with these names
CLIENT_NAMES='node python docker-py go go-testcontainers'
DOCKER_PY=7.0.0                 # the last whose source distribution has the suite; python/requirements.txt has the same
DOCKER_PY_SUM=323736fb92cd9418fc5e7133bc953e11a9da04f4483f828b527db553f1e7e5a3

clients() {
  clients_need
  mkdir -p "$CLIENTS"
  local name
  for name in $CLIENT_NAMES; do
    cached "client-$name" "$(client_version $name)" "build_client_$name"
    ln -sfn "$(entry "client-$name" "$(client_version $name)")" "$CLIENTS/$name"
  done
}
clients_need() {
  needs_go
  has node && has npm || die "install node and npm: the gallery runs the libraries of npm"
  python3 -m pip --version >/dev/null 2>&1 || die "install python3 with pip: the gallery runs docker-py"
}
client_version() {
  case $1 in
    docker-py) echo "$DOCKER_PY" ;;
    python) recipe "$LAB"/clients/python/* "$(python3 --version)" ;;
    *) recipe "$LAB/clients/$1"/* ;;
  esac
}
gallery_is_there() {
  local name
  [ -f "$(gallery_archive)" ] || return 1
  clients_need
  for name in $CLIENT_NAMES; do
    [ "$CLIENTS/$name" -ef "$(entry "client-$name" "$(client_version $name)")" ] || return 1
  done
}

build_client_node() { cp "$LAB"/clients/node/* "$1"; (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund); }
build_client_python() { python3 -m pip install --no-cache-dir --require-hashes -r "$LAB/clients/python/requirements.txt" --target "$1"; }
build_client_docker-py() {
  (cd "$1" && echo "docker==$DOCKER_PY --hash=sha256:$DOCKER_PY_SUM" > wanted &&
    python3 -m pip download --require-hashes -r wanted --no-binary docker --no-deps &&
    tar -xzf ./*.tar.gz --strip-components=1 && rm ./*.tar.gz wanted)
}
build_client_go() { go_client go "$1"; }
build_client_go-testcontainers() { go_client go-testcontainers "$1"; }
go_client() { (cd "$LAB/clients/$1" && CGO_ENABLED=0 go build -trimpath -o "$2/client" .); }
