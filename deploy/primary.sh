#!/bin/sh
# Run once by the image, when the primary's database is made: who may copy it.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<END
CREATE ROLE replica REPLICATION LOGIN PASSWORD '$REPLICA_PASSWORD';
SELECT pg_create_physical_replication_slot('standby');
END
echo "host replication replica all scram-sha-256" >>"$PGDATA/pg_hba.conf"
