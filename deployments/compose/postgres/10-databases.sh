#!/bin/bash
# One database per service, each owned by a role of the same name that sees no other, and a role that
# reads statistics. Runs once, when the server's volume is empty.
set -euo pipefail

run() {
  psql --quiet --no-psqlrc -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres "$@"
}

run -v password="$(cat /run/secrets/postgres-monitor)" <<'SQL'
CREATE ROLE florin_monitor LOGIN PASSWORD :'password' CONNECTION LIMIT 10 IN ROLE pg_monitor;
SQL

for name in identity payment account risk channel notification sandbox; do
  run -v name="florin_$name" -v password="$(cat "/run/secrets/database-$name")" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO florin_monitor;
SQL
done
