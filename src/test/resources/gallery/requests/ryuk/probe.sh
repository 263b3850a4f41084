# Testcontainers' cleaner as the libraries of Java, Node, Go, .NET, Python and Rust create it: the socket by Binds or Mounts, privileged or not
socket='{"Type":"bind","Source":"/var/run/docker.sock","Target":"/var/run/docker.sock"}'
ports='"ExposedPorts":{"8080/tcp":{}}'
number=0
while read -r host; do
  number=$((number + 1))
  api POST "/v1.44/containers/create?name=$N-$number" -H 'Content-Type: application/json' \
    -d "{\"Image\":\"eci-test/busybox:lab\",\"Entrypoint\":[\"sleep\",\"60\"],\"Labels\":{\"org.testcontainers.ryuk\":\"true\"},\"Env\":[],$ports,\"HostConfig\":$host}" | jq -c '[keys, .message]'
  docker start $N-$number >/dev/null
  docker exec $N-$number stat -c '%F' /var/run/docker.sock
  docker port $N-$number 8080 | head -n 1 | cut -d: -f1
  docker inspect -f '{{.HostConfig.AutoRemove}} {{.HostConfig.Privileged}} {{.HostConfig.NetworkMode}}' $N-$number
done <<END
{"AutoRemove":true,"Privileged":true,"PublishAllPorts":true,"Binds":["/var/run/docker.sock:/var/run/docker.sock:rw"]}
{"AutoRemove":true,"Privileged":true,"PortBindings":{"8080/tcp":[{"HostIp":"","HostPort":"0"}]},"Binds":["/var/run/docker.sock:/var/run/docker.sock"],"ExtraHosts":[],"NetworkMode":"bridge"}
{"AutoRemove":true,"PortBindings":{"8080/tcp":[{"HostIp":"","HostPort":""}]},"Binds":["/var/run/docker.sock:/var/run/docker.sock"],"NetworkMode":"bridge"}
{"AutoRemove":true,"Privileged":false,"PortBindings":{"8080/tcp":[{"HostPort":"0"}]},"Mounts":[$socket]}
{"AutoRemove":true,"PublishAllPorts":true,"Binds":["/var/run/docker.sock:/var/run/docker.sock:rw"],"NetworkMode":"default"}
{"PublishAllPorts":true,"Mounts":[$socket],"Init":true}
END
