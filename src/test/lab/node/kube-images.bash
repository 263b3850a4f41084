# The images kubeadm expects in a node, under the names it expects, each around one of our binaries.

# kube_images OUT.tar WORK-DIRECTORY BASE-IMAGE
kube_images() {
  local out=$1 work=$2 base=$3 images image name root names=() k=${VERSION[kubernetes]}
  proxy_root "$base" "$work/proxy"
  # the sandbox image is named in kind's containerd configuration, the rest by kubeadm
  images=$("$(entry kube-node "$k")/kubeadm" config images list --kubernetes-version "$k")
  images+=" $(sed -n 's/.*sandbox_image = "\(.*\)"/\1/p' "$work/files/etc/containerd/config.toml")"
  for image in $images; do
    name=${image##*/}; name=${name%%:*}; root=$work/image; rm -rf "$root"
    minimal_root "$root"
    case $name in
      pause)      install -D -m 755 "$(entry pause "$(pause_version)")/pause" "$root/pause"; name=/pause ;;
      coredns)    install -D -m 755 "$(entry coredns "${VERSION[coredns]}")/coredns" "$root/coredns"; name=/coredns ;;
      etcd)       install -D -m 755 "$(entry etcd "${VERSION[etcd]}")/etcd" "$root/usr/local/bin/etcd"; name=/usr/local/bin/etcd ;;
      kube-proxy) cp -aT "$work/proxy" "$root"; minimal_program "$root" kube-node "$name"; name=/usr/local/bin/$name ;;
      kube-apiserver) minimal_program "$root" kube-api "$name"; name=/usr/local/bin/$name ;;
      kube-*)     minimal_program "$root" kube-node "$name"; name=/usr/local/bin/$name ;;
      *) echo "no recipe for $image"; return 1 ;;
    esac
    scratch_image "$image" node "[\"$name\"]" "$root"
    names+=("$image")
  done
  docker save -o "$out" "${names[@]}"
  docker rmi "${names[@]}" >/dev/null     # they live on in the node image
}
minimal_program() { install -D -m 755 "$(entry "$2" "${VERSION[kubernetes]}")/$3" "$1/usr/local/bin/$3"; }

# proxy_root BASE-IMAGE DIRECTORY: iptables, nft and conntrack with their libraries, cut out of the node's root
proxy_root() {
  mkdir -p "$2/lib64"
  # shellcheck disable=SC2016
  docker run --rm --network none --entrypoint bash "$1" -euc '
    cd /
    programs=(usr/sbin/xtables-nft-multi usr/sbin/xtables-legacy-multi usr/sbin/nft usr/sbin/conntrack usr/bin/kmod)
    names=()
    for p in iptables ip6tables; do for s in "" -save -restore; do names+=(usr/sbin/$p-nft$s usr/sbin/$p-legacy$s); done; done
    plugins=(usr/lib/*/xtables)
    libraries=$(for f in "${programs[@]}" "${plugins[0]}"/*.so; do ldd /$f; done | grep -o "/[^ ]*\.so[^ ]*" | sort -u)
    { printf "%s\n" "${programs[@]}" "${names[@]}"
      for f in $libraries; do echo "${f#/}"; readlink -f "$f" | cut -c2-; done
      find "${plugins[0]}"; } | sort -u | tar -cf - -h --no-recursion -T -' | tar -C "$2" -xf -
  local p s
  for p in iptables ip6tables; do for s in "" -save -restore; do ln -sf "$p-nft$s" "$2/usr/sbin/$p$s"; done; done
}
