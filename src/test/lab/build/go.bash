# Compiling Go programs out of modules.

export GOFLAGS=-buildvcs=false GOTOOLCHAIN=local GOWORK=off

module_dir() { go mod download -json "$1" | jq -r .Dir; }

# build_module MODULE@VERSION OUT LDFLAGS TAGS PACKAGE...: the module built as its own main module, straight in the
# read-only module cache, so that its go.sum, replace and exclude lines hold. `go install pkg@version` refuses those.
build_module() {
  local module=$1 out=$2 ldflags=$3 tags=$4 dir; shift 4
  dir=$(module_dir "$module")      # on a line of its own: a failure inside `cd "$(...)"` would go unseen
  cd "$dir"
  go build -mod=readonly -trimpath -tags "$tags" -ldflags "-s -w $ldflags" -o "$out" "$@"
}
