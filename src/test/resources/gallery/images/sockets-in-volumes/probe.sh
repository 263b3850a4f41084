# php-fpm behind nginx, docker's own plugins, databases: a unix socket in a volume, by its owner's group
v="-v $HERE:/here:ro -v $N:/run/app"
docker run -d --name $N $v $I /here/server.py >/dev/null
await "docker exec $N test -S /run/app/app.sock"
docker run --rm $v $I /here/client.py
docker run --rm $v -u 33:33 $I /here/client.py
docker run --rm $v -u 1000:33 $I /here/client.py
docker run --rm $v -u 1000:1000 --group-add 33 $I /here/client.py
docker run --rm $v -u 1000:1000 $I /here/client.py
docker run --rm $v --entrypoint stat $I -c '%U:%G %a %F' /run/app/app.sock
