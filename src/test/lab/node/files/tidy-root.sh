#!/bin/bash
# mmdebstrap's customize hook: $1 is the new root. What kind's own base image removes from systemd, and what nobody reads.
set -euo pipefail
r=$1
find "$r/lib/systemd/system/sysinit.target.wants/" -name systemd-tmpfiles-setup.service -delete
rm -f "$r"/lib/systemd/system/multi-user.target.wants/* "$r"/etc/systemd/system/*.wants/* \
  "$r"/lib/systemd/system/local-fs.target.wants/* "$r"/lib/systemd/system/sockets.target.wants/*udev* \
  "$r"/lib/systemd/system/sockets.target.wants/*initctl* "$r"/lib/systemd/system/basic.target.wants/*
echo ReadKMsg=no >> "$r/etc/systemd/journald.conf"
ln -sf /lib/systemd/systemd "$r/sbin/init"
rm -rf "$r"/var/cache/apt/* "$r"/var/lib/apt/lists/* "$r"/var/log/*.log \
  "$r"/usr/share/doc/* "$r"/usr/share/man/* "$r"/usr/share/locale/*
