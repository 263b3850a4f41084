# nginx: log files that are links to /dev/stdout and /dev/stderr; workers of another user; SIGQUIT stops it
docker run -d --name $N -p 127.0.0.1::80 $I >/dev/null
await "docker exec $N curl -sf localhost"
docker exec $N curl -s localhost localhost/absent | sed -n 1,3p
curl -s "$(docker port $N 80)"
docker exec $N ps -eo user,args | grep -v 'ps -eo\|curl' | sort | uniq -c | awk '{ print $2, $3, $4, $5 }'
logged $N 'GET /absent'
docker stop $N >/dev/null; docker inspect -f '{{.State.ExitCode}}' $N
docker logs $N 2>&1 | grep -o 'GET [^ ]*\|open() "[^"]*"' | sort
