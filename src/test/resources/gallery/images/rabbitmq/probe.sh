# rabbitmq: a host name that counts, a cookie of mode 0400 that must belong to the user
docker run -d --name $N --hostname rabbit-1 --domainname example.org $I >/dev/null
await "docker exec $N test -f /var/lib/rabbitmq/.erlang.cookie"
docker exec -u rabbitmq $N sh -c 'cat ~/.erlang.cookie; stat -c "%U %a" ~/.erlang.cookie; hostname; cat /proc/sys/kernel/domainname; tail -n 1 /etc/hosts | tr "\t" " " | cut -d" " -f2-'
