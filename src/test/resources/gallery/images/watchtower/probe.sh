# watchtower, portainer's "recreate": a container made again out of what inspect says of it
docker run -d --name $N -e A=b --label l=v --restart unless-stopped -v $N:/data -p 127.0.0.1::80 $I >/dev/null
docker inspect $N | jq '.[0] | .Config + {HostConfig: .HostConfig, NetworkingConfig: {EndpointsConfig: (.NetworkSettings.Networks | map_values({Aliases}))}}' > $W/body
docker rm -f $N >/dev/null
api POST "/v1.44/containers/create?name=$N" -H 'Content-Type: application/json' --data @$W/body | jq -c '[keys, .message]'
docker start $N; docker inspect -f '{{.Config.Env}} {{.Config.Labels}} {{.HostConfig.RestartPolicy.Name}} {{range .Mounts}}{{.Name}}{{end}}' $N
