#!/bin/sh
set -e
if [ "$(id -u)" = 0 ]; then
  find /data/configdb /data/db \! -user 999 -exec chown 999 '{}' +
  chown 999 /proc/self/fd/1 /proc/self/fd/2 || echo no owner
  exec su mongodb -c "$0 $*"
fi
echo "$1 as $(id -u)" > /proc/self/fd/1
echo data > /data/db/WiredTiger; echo conf > /data/configdb/c
exec sleep 99
