# linuxserver.io, s6-overlay: PUID and PGID, chown of the volume, s6 as process 1, finished by a signal
mkdir -p $W/config
docker run -d --name $N -e PUID=1000 -e PGID=1000 -v $W/config:/config $I >/dev/null
await "docker exec $N test -f /config/state"
docker logs $N 2>&1; stat -c '%u:%g %a' $W/config $W/config/state $W/config/conf
docker exec $N sh -c 's6-svstat -o up /etc/services.d/app; s6-svc -wR -T 9000 -r /etc/services.d/app; echo $?'
await "[ \$(docker logs $N 2>&1 | grep -c 'app as') = 2 ]"; docker exec $N ps -u abc -o user=,comm= | sort -u
docker stop -t 3 $N >/dev/null; docker inspect -f '{{.State.ExitCode}}' $N
