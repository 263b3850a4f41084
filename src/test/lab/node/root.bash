# The node's root file system from distribution packages. It holds none of our binaries, so it can be made while they compile.

node_root_version() { recipe "$LAB/node/root.bash" "$LAB/node/files/tidy-root.sh" "$SUITE"; }

node_root() {
  needs mmdebstrap
  cached node-root "$SUITE-$(node_root_version)" build_node_root
}
build_node_root() {
  # a mirror's release file may be past its date, and a virtual machine's clock may be off: signatures are still checked
  TMPDIR=$1 mmdebstrap --variant=minbase --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Check-Date "false"' \
    --include=systemd,conntrack,iptables,nftables,iproute2,ethtool,util-linux,mount,kmod,libseccomp2,pigz,bash,ca-certificates,curl,jq,procps \
    --customize-hook="bash $LAB/node/files/tidy-root.sh \"\$1\"" "$SUITE" "$1/root.tar"
}
