# the compose file of most projects: a database with a volume and a health check, a web server that is built and waits for it
mkdir -p $HERE/init; docker volume create ${N}_db >/dev/null; docker run --rm -v ${N}_db:/d --entrypoint chown eci-test/busybox:lab 999:999 /d
compose up -d --wait; echo $?
docker compose exec -T web sh -c 'wget -qO- localhost:8080; wget -qO- http://db:5432/p; echo $MODE; ip -o link | grep -c eth'
curl -s "$(docker compose port web 8080)"
docker compose exec -T db sh -c 'stat -c "%u:%g %a %n" /data /data/p; id'
docker compose ps --format '{{.Service}} {{.State}} {{.Health}}' | sort
docker compose restart -t 1 db 2>/dev/null; docker compose exec -T db cat /data/p
compose down -v -t 1; docker volume ls -q --filter name=$N
