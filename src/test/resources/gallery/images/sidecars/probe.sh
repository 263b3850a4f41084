# gluetun, ambassador, debuggers: containers that share network, pid and ipc of another
docker run -d --name $N --ipc shareable $I 'mkdir /w; echo page > /w/index.html; httpd -f -p 80 -h /w' >/dev/null
await "docker exec $N wget -qO- localhost"
docker run --rm --network container:$N $I 'wget -qO- localhost'
docker run --rm --pid container:$N $I 'ps -o args | grep -c [h]ttpd; ls -l /proc/1/root/w/index.html | cut -c1-10'
docker run --rm --ipc container:$N $I 'echo s > /dev/shm/s; ls /dev/shm'; docker exec $N ls -ln /dev/shm
docker run --rm --volumes-from $N --network container:$N --pid container:$N -u 1000 $I 'kill -0 1; echo $?; wget -qO- localhost'
