# Cache entries and locks. An entry is a directory CACHE/COMPONENT/VERSION; it is built under CACHE/tmp and renamed into
# place, so whatever exists is whole, however the build before it ended.

entry() { printf '%s/%s/%s' "$CACHE" "$1" "$2"; }

# cached COMPONENT VERSION FUNCTION: FUNCTION gets an empty directory to fill
cached() {
  local to tmp=$CACHE/tmp/$1.$$
  to=$(entry "$1" "$2")
  [ -d "$to" ] && return
  rm -rf "$tmp"; mkdir -p "$tmp" "${to%/*}"
  step "building $1 $2" "$1" "$3" "$tmp"
  find "$tmp" -type f -exec sync {} +      # a rename may reach the disk before the data does
  mv -T "$tmp" "$to"
}

# A short hash over files and words: the version of what has no version of its own.
recipe() {
  local x
  for x; do if [ -f "$x" ]; then cat "$x"; else printf '%s\n' "$x"; fi; done | sha256sum | cut -c1-12
}

# lock FILE: held until this process AND the steps it started are gone, so that a lab killed in the middle of
# `kind create` is waited for, not raced with. Only the engine must not inherit it (unlocked).
LOCKS=()
lock() {
  local fd
  exec {fd}>"$1"
  flock -n "$fd" || { say "waiting for another lab ($1)"; flock "$fd"; }
  LOCKS+=("$fd")
}
unlock() { local fd=${LOCKS[-1]}; unset 'LOCKS[-1]'; exec {fd}>&-; }
unlocked() { local fd; for fd in "${LOCKS[@]}"; do exec {fd}>&-; done; exec "$@"; }

lock_build() { lock "$CACHE/lock"; find "$CACHE/tmp" -mindepth 1 -maxdepth 1 -exec rm -rf {} +; }
