# haproxy, caddy, traefik: port 80 without root, a socket of its own
docker run -d --name $N --sysctl net.ipv4.ip_unprivileged_port_start=0 $I >/dev/null
await "docker exec $N curl -sf localhost"
docker exec $N sh -c 'curl -s localhost; echo; stat -c "%U %a %F" /var/lib/haproxy/stats; cat /proc/sys/net/ipv4/ip_unprivileged_port_start'
docker kill -s USR1 $N >/dev/null; docker wait $N
