# The packages that the lab needs. As root on a system with apt it installs missing ones, else it prints their names.

has() {
  case $1 in
    libseccomp-dev) [ -f /usr/include/seccomp.h ] && compgen -G '/usr/lib*/*/libseccomp.a' >/dev/null ;;
    libcap-dev) [ -f /usr/include/sys/capability.h ] ;;
    libc6-dev) compgen -G '/usr/lib*/*/libc.a' >/dev/null ;;
    busybox-static) command -v busybox >/dev/null && ! ldd "$(command -v busybox)" >/dev/null 2>&1 ;;
    iproute2) command -v ip >/dev/null ;;
    tini) command -v tini-static >/dev/null ;;
    util-linux) command -v nsenter >/dev/null && command -v unshare >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# needs PACKAGE...
needs() {
  local p missing=()
  for p; do has "$p" || missing+=("$p"); done
  [ ${#missing[@]} = 0 ] && return
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    die "install these first (Debian's package names): ${missing[*]}"
  fi
  step "installing ${missing[*]}" packages install_packages "${missing[@]}"
}
install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y --no-install-recommends "$@" || { apt-get update; apt-get install -y --no-install-recommends "$@"; }
}

needs_go() {
  command -v go >/dev/null || die "install Go 1.25 or newer: the lab is compiled from Go modules"
  local v; v=$(go env GOVERSION); v=${v#go1.}; v=${v%%[!0-9]*}
  [ "${v:-0}" -ge 25 ] || die "Go 1.25 or newer is needed, found $(go env GOVERSION)"
}

# A docker client, if there is none: unpacked from the distribution's package instead of installed, since the package of
# older Debians brings (and starts) a daemon too.
needs_docker_cli() {
  command -v docker >/dev/null && return
  command -v apt-get >/dev/null || die "install a docker client"
  local p; p=$(apt-cache pkgnames docker | grep -xE 'docker-cli|docker\.[a-z]{2}' | sort | head -n 1)
  [ -n "$p" ] || die "install a docker client"
  DOCKER_CLI_PACKAGE=$p
  cached docker-cli "$SUITE" unpack_docker_cli
  link_binaries docker-cli "$SUITE"
}
unpack_docker_cli() {
  cd "$1"
  chown _apt . 2>/dev/null || true         # apt drops its rights to download
  apt-get download "$DOCKER_CLI_PACKAGE"
  dpkg-deb -x ./*.deb root
  mv root/usr/bin/docker . && rm -rf root ./*.deb
}
