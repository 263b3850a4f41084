# docker cp, export, import, commit: owners and modes survive
docker run -d --name $N $I 'echo c > /tree/c; chown 7:8 /tree/c; touch /up; exec sleep 99' >/dev/null
await "docker exec $N test -f /up"
docker cp $N:/tree - | tar --numeric-owner -tvf - | awk '{ print $1, $2, $6 }' | sort -k3
mkdir $W/in; echo x > $W/in/x; chown 1000:1000 $W/in/x; docker cp $W/in/x $N:/tree/x; docker cp -a $W/in/x $N:/tree/y
docker exec $N stat -c '%u:%g %n' /tree/x /tree/y
docker export $N | tar --numeric-owner -tvf - | awk '$6 ~ /^tree/ { print $1, $2, $6 }' | sort -k3
docker commit $N $I-2 >/dev/null; docker run --rm $I-2 'stat -c "%u:%g %a %n" /tree/*'; docker diff $N | sort; docker rmi $I-2 >/dev/null
