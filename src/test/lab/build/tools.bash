# What people have beside the docker client and Debian packages: the plugins buildx and compose, and HAProxy for
# bench-proxy. Unpacked, not installed. The packages are always those of one suite, whichever the machine runs: older
# Debians have no plugins at all.

TOOLS_SUITE=trixie
PLUGINS=$CACHE/plugins          # symlinks, for `cliPluginsExtraDirs` in a client's config.json
HAPROXY_PACKAGES=(haproxy libc6 libcrypt1 libjemalloc2 liblua5.4-0 libopentracing-c-wrapper0t64 libopentracing1 libpcre2-8-0
                  libssl3t64 libgcc-s1 libstdc++6 libzstd1 zlib1g)

docker_plugins() {
  local v; v=$TOOLS_SUITE-$(recipe "$LAB/build/tools.bash")
  cached docker-plugins "$v" unpack_plugins
  mkdir -p "$PLUGINS"
  ln -sfn "$(entry docker-plugins "$v")"/docker-* "$PLUGINS/"
}
unpack_plugins() {
  unpack_packages "$1" docker-buildx docker-compose
  mv "$1"/root/usr/libexec/docker/cli-plugins/docker-{buildx,compose} "$1"
  rm -rf "$1/root"
  "$1/docker-buildx" version && "$1/docker-compose" version
}

haproxy() {
  local v; v=$TOOLS_SUITE-$(recipe "$LAB/build/tools.bash")
  cached haproxy "$v" unpack_haproxy
  link_binaries haproxy "$v"
}
unpack_haproxy() {
  unpack_packages "$1" "${HAPROXY_PACKAGES[@]}"
  mkdir "$1/.root" && mv "$1"/root/* "$1/.root" && rmdir "$1/root"      # link_binaries takes what shows
  cat > "$1/haproxy" <<'X'
#!/bin/sh
# with the C library of its own suite, which may be newer than the machine's
root=$(dirname "$(readlink -f "$0")")/.root
exec "$(echo "$root"/usr/lib*/ld-linux-*.so.*)" --library-path "$(echo "$root"/usr/lib/*-linux-gnu)" "$root/usr/sbin/haproxy" "$@"
X
  chmod 755 "$1/haproxy"
  "$1/haproxy" -v
}

# unpack_packages DIRECTORY PACKAGE...: into DIRECTORY/root, by an apt of its own that knows only TOOLS_SUITE
unpack_packages() {
  local to=$1 apt=$1/apt deb; shift
  mkdir -p "$apt"/{lists/partial,cache/archives/partial,debs} "$to/root"
  # the machine's own mirror and keyring; dates as for the node's root
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) $TOOLS_SUITE main" > "$apt/sources.list"
  cat > "$apt/conf" <<X
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$apt/lists";
Dir::State::status "/dev/null";
Dir::Cache "$apt/cache";
Acquire::Check-Valid-Until "false";
Acquire::Check-Date "false";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
APT::Sandbox::User "root";
X
  export APT_CONFIG=$apt/conf
  apt-get update
  (cd "$apt/debs" && apt-get download "$@")
  for deb in "$apt"/debs/*.deb; do dpkg-deb -x "$deb" "$to/root"; done
  rm -rf "$apt"
}
debian_mirror() {
  local uri
  # shellcheck disable=SC2016
  uri=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Component: main' 'Label: Debian' | head -n 1)
  [ -n "$uri" ] || { echo "apt knows no Debian mirror: run apt-get update, or add one"; return 1; }
  echo "$uri"
}
