# crun, for `lab crun` only; not among the versions, as a new one changes nothing else: from Debian's source package, since what bookworm
# has refuses the configuration that Docker 29 writes.

CRUN_VERSION=1.21

# With apt directories of its own: nothing of the suite becomes installable here. The signature on the package lists covers the archive.
build_crun() (
  cd "$1"
  mkdir -p apt/lists/partial apt/cache/archives/partial source
  chown _apt apt/lists/partial apt/cache/archives/partial 2>/dev/null || true
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main" > apt/list
  printf 'Dir::Etc::sourcelist "%s";\nDir::Etc::sourceparts "-";\nDir::State::lists "%s";\nDir::Cache "%s";\n' "$1/apt/list" "$1/apt/lists" "$1/apt/cache" > apt/conf
  export APT_CONFIG=$1/apt/conf
  apt-get update
  # a mirror may lack the packaging beside the program's own archive, which is all that is needed
  apt-get source --download-only crun || true
  tar -xzf "crun_${CRUN_VERSION}.orig.tar.gz" -C source --strip-components=1
  (cd source && ./configure --disable-systemd --enable-embedded-yajl --disable-criu --disable-dl && make -j"$(nproc)")
  mv source/crun . && rm -rf apt source crun_*
)
