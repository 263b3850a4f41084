# STOPSIGNAL, exit codes, a memory limit that ends the process, restart policies
docker run -d --name $N $I 'trap "echo quit; exit 5" QUIT; while :; do sleep 0.1; done' >/dev/null
sleep 0.5; docker stop -t 5 $N >/dev/null; docker logs $N; docker inspect -f '{{.State.ExitCode}}' $N
docker run --name $N-m -m 16m --memory-swap 16m $I 'dd if=/dev/zero of=/dev/null bs=64M count=1 2>/dev/null; echo $?'; docker inspect -f '{{.State.OOMKilled}}' $N-m
docker run -d --name $N-r --restart on-failure:2 $I 'echo run; exit 1' >/dev/null
await "[ \$(docker inspect -f '{{.RestartCount}}{{.State.Status}}' $N-r) = 2exited ]"; docker logs $N-r
