# lighttpd and its like: a pipe of its own that a user opens, and that ends in standard error
docker run -d --name $N $I >/dev/null
await "docker exec $N curl -s localhost"
docker exec $N curl -s -o /dev/null -w '%{http_code}\n' localhost/absent
logged $N absent; docker logs $N 2>&1 | grep -o 'GET /absent' ; docker exec $N sh -c 'ps -eo user,comm | grep lighttpd' | awk '{ print $1, $2 }'
