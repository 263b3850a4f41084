#!/bin/bash
set -e
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"; chmod 700 "$PGDATA"
  find "$PGDATA" \! -user postgres -exec chown postgres '{}' +
  exec gosu postgres "$BASH_SOURCE" "$@"
fi
[ -s "$PGDATA/PG_VERSION" ] || { initdb --username=postgres --pwfile=<(echo secret) >/dev/null; echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"; }
exec "$@" -c listen_addresses='*' -c dynamic_shared_memory_type=posix
