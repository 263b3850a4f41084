# a daemon whose socket is in a volume that another container uses
docker run -d --name $N -v $N:/sock $I >/dev/null
await "docker exec $N test -S /sock/log"
docker run --rm -v $N:/sock -u 1000 $I logger -u /sock/log -t app 'from a user'
await "docker exec $N grep -q 'from a user' /var/log/all.log"
docker exec $N sh -c 'grep -o "app: .*" /var/log/all.log; stat -c "%U:%G %a" /sock/log /var/log/all.log'
