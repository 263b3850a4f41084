# phusion/baseimage, runit: a tree of supervisors, services that end and begin again
docker run -d --name $N $I >/dev/null
logged $N 'b again'; logged $N 'a as'; docker logs $N 2>&1 | sort
docker exec $N sh -c 'sv status /service/a | cut -d: -f1; kill -9 $(pidof sleep); sleep 2; sv status /service/a | cut -d: -f1'
