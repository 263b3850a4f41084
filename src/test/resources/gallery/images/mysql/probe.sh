# mysql, mariadb: scripts in a bind that run as the user, a password from a file that only he may read
mkdir -p $W/init.d; printf '#!/bin/sh\necho "init as $(id -u)"\n' > $W/init.d/a.sh; chmod 755 $W/init.d/a.sh
echo hunter2 > $W/password; chown 999:999 $W/password; chmod 400 $W/password
docker run -d --name $N -e PASSWORD_FILE=/run/secrets/p -v $W/init.d:/init.d:ro -v $W/password:/run/secrets/p:ro $I >/dev/null
await "docker exec $N test -f /var/lib/mysql/db/t"
docker logs $N 2>&1
docker exec $N stat -c '%u:%g %a %n' /var/lib/mysql /var/lib/mysql/db /var/lib/mysql/db/t /run/secrets/p /init.d/a.sh
docker exec $N sh -c 'touch /init.d/x'
