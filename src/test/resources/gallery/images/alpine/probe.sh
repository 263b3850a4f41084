# alpine, busybox: a shell, standard streams by all their names, in all ways in which a process starts
docker run --rm $I sh -c 'id; echo out > /dev/stdout; echo err > /dev/stderr; echo fd > /proc/self/fd/1'
echo in | docker run -i --rm $I sh -c 'cat /dev/stdin; echo again > /dev/stdout'
echo in | docker run -i --rm -u 1000:1000 $I sh -c 'id -u; cat /dev/stdin; echo e > /dev/stderr'
docker run --rm --init $I sh -c 'echo init > /dev/stdout'
docker run --rm --privileged $I sh -c 'echo privileged > /dev/stderr'
docker run --rm --log-driver local $I sh -c 'echo local > /dev/stdout'
docker run --rm --log-driver none $I sh -c 'echo none > /dev/stdout'
docker run -d --name $N $I sh -c 'echo logged > /dev/stdout; echo too > /proc/1/fd/2; exec sleep 99' >/dev/null
logged $N too; docker logs $N
docker exec $N sh -c 'echo exec > /dev/stdout'
docker exec -u 1000 $N sh -c 'echo user > /dev/stderr'
echo in | docker exec -i -u 33:33 $N sh -c 'cat /dev/stdin'
docker exec -i $N sh -c 'ls -lnL /proc/self/fd | awk "{ print \$1, \$3, \$4 }"' </dev/null | sort | uniq -c
