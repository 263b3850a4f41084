# postgres with `--user` and the host's /etc/passwd, as its page says, and a bind of the user's own directory; the files on the host are his
mkdir -p $W/data; chown 33:33 $W/data
docker run -d --name $N -u 33:33 -v $W/data:/data -v /etc/passwd:/etc/passwd:ro $I >/dev/null
await "docker exec $N psql -h /tmp -U postgres -c 'select 1'"
docker exec $N stat -c '%u:%g %a %n' /data/pg /data/pg/PG_VERSION
stat -c '%u:%g %a' $W/data
