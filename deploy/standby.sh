#!/bin/sh
# Copies the primary once, then follows it.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    chmod 700 "$PGDATA"
    pg_basebackup -R -X stream -S standby -D "$PGDATA" -d "host=primary user=replica"
fi
exec postgres -c hot_standby=on -c max_connections=200 -c max_standby_streaming_delay=5s
