# one service with every line that Compose files have often; what each did is seen from inside
chown 1000 key conf; compose up -d; echo $?
docker compose exec -T all sh -c 'id; hostname; cat /proc/sys/kernel/domainname; pwd; ps -o comm | grep -c init; touch /x; touch /tmp/x; grep -E "Cap(Eff|Bnd)|NoNew" /proc/self/status; df -m /dev/shm | tail -n 1; ulimit -n; cat /proc/sys/net/core/somaxconn; grep other.test /etc/hosts; cat /etc/resolv.conf | grep -v "^#"; cat /conf /run/secrets/key; stat -c %a /run/secrets/key; cat /proc/self/oom_score_adj; echo $A'
docker compose exec -T pal sh -c 'hostname; ps -o args | grep -c "[e]xec sleep\|[s]leep 99"; ls /dev/shm | wc -l'
docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}} {{.Config.StopSignal}} {{.HostConfig.LogConfig.Type}}' $N-all-1
compose down -t 1
