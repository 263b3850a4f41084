# memcached: USER by name, nothing else
docker run -d --name $N $I >/dev/null
await "docker exec $N bash -c 'echo > /dev/tcp/127.0.0.1/11211'"
docker exec $N bash -c 'exec 3<>/dev/tcp/127.0.0.1/11211; printf "set k 0 0 1\r\nv\r\nget k\r\nquit\r\n" >&3; cat <&3; id'
