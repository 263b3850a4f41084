# redis: a VOLUME that the entrypoint gives to a user; data written at the end; a new container with the same volume
docker volume create $N >/dev/null
docker run -d --name $N -v $N:/data $I >/dev/null
await "docker exec $N redis-cli ping"
docker exec $N redis-cli set k v
docker stop $N >/dev/null; docker rm $N >/dev/null
docker run -d --name $N -v $N:/data $I >/dev/null
await "docker exec $N redis-cli ping"
docker exec $N redis-cli get k
docker exec $N stat -c '%U:%G %a %n' . dump.rdb
docker exec $N sh -c 'ps -o user= 1; cat /proc/sys/net/core/somaxconn /proc/sys/vm/overcommit_memory'
