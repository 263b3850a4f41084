# the body that dockerode sends: the name and platform of the query are in it too; keys in another case; many labels in a query
api POST "/v1.44/containers/create?name=$N" -H 'Content-Type: application/json' -d @body.json | jq -c 'keys, .message'
docker start -a $N
printf '{"image":"eci-test/busybox:lab","cmd":["-c","echo lower"],"hostconfig":{"memory":67108864}}' > lower.json
api POST "/v1.44/containers/create?name=$N-2" -H 'Content-Type: application/json' -d @lower.json | jq -c 'keys, .message'
docker start -a $N-2; docker inspect -f '{{.HostConfig.Memory}}' $N-2
filter=$(head -c 70000 /dev/zero | tr '\0' x); api GET "/v1.44/containers/json?filters=%7B%22label%22%3A%5B%22$filter%22%5D%7D" -o /dev/null -w '%{http_code}\n'
