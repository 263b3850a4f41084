# The base of the product's JVM images where no registry answers: the C library's run-time files of this machine, a shell
# with nsenter and mount, the usual users. What a JRE made by jlink needs and no more.

# What Temurin's launcher and libraries link to, and what the C library loads by itself to look names up.
BASE_LIBRARIES=(libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2 libnss_dns.so.2 libnss_files.so.2
                libz.so.1 libgcc_s.so.1 libstdc++.so.6)

base_image_recipe() { recipe "$LAB/images/base.bash" "$LAB/images/busybox.bash" "$LAB/images/scratch.bash" "$(command -v busybox)" "$(library libc.so.6)"; }
library() { ldconfig -p | awk -v n="$1" -v t="$(ldconfig_type)" '$1 == n && index($0, t) { print $NF; exit }'; }
ldconfig_type() { case $(uname -m) in x86_64) echo x86-64 ;; aarch64) echo AArch64 ;; *) echo libc6 ;; esac; }

base_image() {
  needs busybox-static; needs_docker_cli
  local r; r=$(base_image_recipe)
  if image_is "$BASE_IMAGE" "$r"; then return; fi
  lock_build
  step "building the image $BASE_IMAGE" base-image build_base_image "$r" "$CACHE/tmp/base"
  rm -rf "$CACHE/tmp/base"
  unlock
}
build_base_image() {
  local root=$2 name file loader
  mkdir -p "$root"
  minimal_root "$root"
  busybox_into "$root"
  mkdir -p "$root"/{lib,proc,sys,dev,run,var,root,home/nonroot,usr/local/bin,etc/ssl/certs}
  chmod 700 "$root/root"
  for name in "${BASE_LIBRARIES[@]}"; do
    file=$(library "$name")
    [ -n "$file" ] || { echo "this machine's C library has no $name: is it glibc?"; return 1; }
    install -m 755 "$(readlink -f "$file")" "$root/lib/$name"
  done
  # the program loader's path is written into every executable; ask one
  loader=$(ldd "$(command -v bash)" | awk '/ld-linux/ { print $1 }')
  install -D -m 755 "$(readlink -f "$loader")" "$root$loader"
  [ ! -f /etc/ssl/certs/ca-certificates.crt ] || install -m 644 /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
  # under another name until it has run: a base that cannot load its libraries must not be taken as done
  scratch_image "$BASE_IMAGE-building" "$1" '[]' "$root"
  docker run --rm --network none "$BASE_IMAGE-building" sh -euc "mount >/dev/null; id nonroot; $loader --list /lib/libstdc++.so.6"
  docker tag "$BASE_IMAGE-building" "$BASE_IMAGE"
  docker rmi "$BASE_IMAGE-building"
}
