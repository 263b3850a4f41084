# The libraries with which programs speak to an engine, in the versions of their lock files: docker-py and its own suite,
# dockerode and testcontainers of npm, the engine's Go client. For make test-gallery only.

CLIENTS=$CACHE/clients          # symlinks: node, python, docker-py, go
DOCKER_PY=7.0.0                 # the last whose source distribution has the suite; python/requirements.txt has the same
DOCKER_PY_SUM=323736fb92cd9418fc5e7133bc953e11a9da04f4483f828b527db553f1e7e5a3

clients() {
  needs_go
  has node && has npm || die "install node and npm: the gallery runs the libraries of npm"
  has python3 && python3 -m pip --version >/dev/null 2>&1 || die "install python3 with pip and venv: the gallery runs docker-py"
  mkdir -p "$CLIENTS"
  client node "$(recipe "$LAB"/clients/node/*)" build_client_node
  client python "$(recipe "$LAB"/clients/python/* "$(python3 --version)")" build_client_python
  client docker-py "$DOCKER_PY" build_client_suite
  client go "$(recipe "$LAB"/clients/go/*)" build_client_go
}
client() { cached "client-$1" "$2" "$3"; ln -sfn "$(entry "client-$1" "$2")" "$CLIENTS/$1"; }

build_client_node() { cp "$LAB"/clients/node/* "$1"; (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund); }
build_client_python() { python3 -m pip install --no-cache-dir --require-hashes -r "$LAB/clients/python/requirements.txt" --target "$1"; }
build_client_suite() {
  (cd "$1" && python3 -m pip download "docker==$DOCKER_PY" --no-binary docker --no-deps &&
    echo "$DOCKER_PY_SUM  docker-$DOCKER_PY.tar.gz" | sha256sum -c && tar -xzf ./*.tar.gz --strip-components=1 && rm ./*.tar.gz)
}
build_client_go() { (cd "$LAB/clients/go" && CGO_ENABLED=0 go build -trimpath -o "$1/client" .); }
