# busybox with its applets as links, the way every image here gets a shell.

# busybox_into ROOT
busybox_into() {
  local root=$1 applet busybox; busybox=$(command -v busybox)
  mkdir -p "$root/bin"
  install -m 755 "$busybox" "$root/bin/busybox"
  for applet in $("$busybox" --list); do [ "$applet" = busybox ] || ln -sf busybox "$root/bin/$applet"; done
  for applet in sh mount nsenter; do
    [ -L "$root/bin/$applet" ] || { echo "this busybox has no $applet: install Debian's busybox-static"; return 1; }
  done
}
