# postgres: a VOLUME, an entrypoint that changes owners and drops to a user with gosu, a socket, /dev/shm, data that stay
q() { docker exec -u postgres $N psql -qtAc "$1"; }
docker run -d --name $N --shm-size 128m $I >/dev/null
await "docker exec -u postgres $N psql -c 'select 1'"
q 'create table t(n int); insert into t select generate_series(1,1000); select count(*) from t'
docker exec $N stat -c '%U:%G %a %n' /var/lib/postgresql/data /var/lib/postgresql/data/PG_VERSION /var/run/postgresql/.s.PGSQL.5432
docker exec $N sh -c 'ls -ln /dev/shm | awk "{ print \$1, \$3, \$4 }"; df -m /dev/shm | tail -n 1'
docker exec -e PGPASSWORD=secret $N psql -h 127.0.0.1 -U postgres -tAc 'select current_user'
docker restart $N >/dev/null; await "docker exec -u postgres $N psql -c 'select 1'"; q 'select sum(n) from t'
docker stop $N >/dev/null; docker inspect -f '{{.State.ExitCode}} {{range .Mounts}}{{.Type}} {{.Destination}}{{end}}' $N
docker run --rm --volumes-from $N --entrypoint stat $I -c '%u:%g %a' /var/lib/postgresql/data
