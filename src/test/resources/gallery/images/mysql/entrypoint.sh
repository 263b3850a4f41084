#!/bin/sh
if [ "$(id -u)" = 0 ]; then
  find /var/lib/mysql \! -user mysql -exec chown mysql '{}' +
  exec su mysql -c "$0"
fi
for f in /init.d/*; do case $f in *.sh) [ -x "$f" ] && "$f" || . "$f" ;; esac; done
[ "$PASSWORD_FILE" = "" ] || cat "$PASSWORD_FILE"
mkdir -p /var/lib/mysql/db; echo row > /var/lib/mysql/db/t; chmod 750 /var/lib/mysql/db
exec sleep 99
