# supervisord: programs of several users, their output to /dev/stdout and /dev/fd/1, its socket
docker run -d --name $N $I >/dev/null
logged $N 'worker as'; logged $N 'web errs'
docker exec $N supervisorctl status | awk '{ print $1, $2 }'
docker exec -u www-data $N supervisorctl pid >/dev/null; echo $?
docker logs $N 2>&1 | grep ' as \|errs' | sort
docker exec $N supervisorctl stop web; docker stop -t 5 $N >/dev/null; docker inspect -f '{{.State.ExitCode}}' $N
