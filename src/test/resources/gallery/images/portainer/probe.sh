# portainer, watchtower, traefik, dozzle, cadvisor's socket half: the engine's socket in a container that the policy names
docker run --rm --name $N -v /var/run/docker.sock:/var/run/docker.sock $I 'curl -s --unix-socket /var/run/docker.sock "http://d/v1.44/containers/json?filters=%7B%22name%22%3A%5B%22'$N'%22%5D%7D" | grep -o "\"Names\":\[[^]]*\]"; curl -s --unix-socket /var/run/docker.sock http://d/_ping; echo; stat -c "%a %F" /var/run/docker.sock'
docker run --rm --mount type=bind,src=/var/run/docker.sock,dst=/var/run/docker.sock,ro $I 'curl -s -o /dev/null -w "%{http_code}\n" --unix-socket /var/run/docker.sock http://d/v1.44/info'
docker run --rm -u 1000 --group-add 0 -v /var/run/docker.sock:/var/run/docker.sock $I 'curl -s --unix-socket /var/run/docker.sock http://d/_ping; echo'
