# What the gallery's images are made of: a root from distribution packages with the programs of much used images. Tests
# import the archive into their own engines.

GALLERY_PACKAGES=(systemd systemd-sysv dbus nginx-light redis-server postgresql memcached haproxy apache2 postfix openssh-server
                  cron supervisor s6 runit tini gosu sudo uidmap iputils-ping libcap2-bin procps python3-minimal ca-certificates
                  curl lighttpd dnsmasq-base rsyslog acl)

gallery_root_version() { echo "$SUITE-$(recipe "$LAB/images/gallery.bash")"; }
gallery_root() {
  needs mmdebstrap
  cached gallery-root "$(gallery_root_version)" build_gallery_root
}
build_gallery_root() {
  local list; list=$(IFS=,; echo "${GALLERY_PACKAGES[*]}")
  # dates as for the node's root
  TMPDIR=$1 mmdebstrap --variant=minbase --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Check-Date "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --include="$list" "$SUITE" "$1/root.tar"
}
gallery_archive() { echo "$(entry gallery-root "$(gallery_root_version)")/root.tar"; }
