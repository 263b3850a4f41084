# prometheus, alertmanager: the user 65534, whose files are his own and not strays
docker run --name $N $I
docker run --rm --volumes-from $N --entrypoint ls $I -ln /prometheus/wal | tail -n 1 | awk '{ print $1, $3, $4 }'
docker start -a $N
echo secret > $W/s; chown 65534:65534 $W/s; chmod 400 $W/s
docker run --rm -v $W/s:/s:ro --entrypoint cat $I /s
