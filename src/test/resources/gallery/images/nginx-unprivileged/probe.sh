# nginxinc/nginx-unprivileged: USER 101, a root file system that is read-only, no capability
docker run -d --name $N --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges $I >/dev/null
await "docker exec $N curl -sf localhost:8080"
docker exec $N sh -c 'curl -s localhost:8080/absent -o /dev/null -w "%{http_code}\n"; id; grep Cap /proc/self/status; touch /x'
logged $N 'GET /absent'; docker logs $N 2>&1 | grep -o 'GET [^ ]*' | sort | uniq
