# a health check that writes to standard output by name, as a user
docker run -d --name $N $I >/dev/null
await "[ \$(docker inspect -f '{{.State.Health.Status}}' $N) = healthy ]"
docker inspect -f '{{.State.Health.Status}} {{(index .State.Health.Log 0).Output}}' $N
