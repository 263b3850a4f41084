# mongo: two VOLUMEs; the entrypoint gives standard output to the user too, then opens it as that user
docker run -d --name $N $I >/dev/null
logged $N 'serve as'; docker logs $N 2>&1
docker exec $N stat -c '%u:%g %a %n' /data/db /data/configdb /data/db/WiredTiger /data/configdb/c
docker inspect -f '{{range .Mounts}}{{.Type}} {{.Destination}} {{.RW}}{{println}}{{end}}' $N | sort
docker restart -t 0 $N >/dev/null; docker exec $N cat /data/db/WiredTiger
volumes=$(docker inspect -f '{{range .Mounts}}{{.Name}} {{end}}' $N); docker rm -fv $N >/dev/null; docker volume inspect $volumes 2>/dev/null
