# httpd, php:apache, wordpress: logs to /proc/self/fd/1 and 2, workers of www-data
docker run -d --name $N $I >/dev/null
await "docker exec $N curl -sf localhost"
docker exec $N curl -s localhost/absent | grep -o '<title>.*</title>'
docker exec $N ps -eo user,comm | grep apache2 | sort | uniq -c | awk '{ print $2, $3 }'
logged $N /absent; docker logs $N 2>&1 | grep -o 'GET /absent[^ ]*\|resuming normal operations' | sort
