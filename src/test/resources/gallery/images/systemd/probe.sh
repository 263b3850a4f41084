# molecule, geerlingguy/docker-*-ansible: systemd as process 1 of a privileged container
docker run -d --name $N --privileged --tmpfs /run --tmpfs /run/lock $I >/dev/null
await "docker exec $N test -s /var/lib/hello/who"
docker exec $N systemctl is-active hello cron dbus
docker exec $N sh -c 'cat /var/lib/hello/who; stat -c "%U %a" /var/lib/hello/; ps -o comm= 1; systemctl --failed --no-legend | wc -l'
docker stop -t 10 $N >/dev/null; docker inspect -f '{{.State.ExitCode}}' $N
