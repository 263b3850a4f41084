# tini as entry point and --init: reaps what others leave, forwards signals, gives exit codes
docker run --rm $I sh -c 'exit 7'; echo $?
docker run -d --name $N --init --entrypoint bash $I -c '(sleep 0.1 &) ; trap "exit 3" TERM; sleep 99 & wait' >/dev/null
sleep 1; docker exec $N ps -eo stat,comm --no-headers | grep -c '^Z'
docker stop -t 5 $N >/dev/null; docker inspect -f '{{.State.ExitCode}}' $N
