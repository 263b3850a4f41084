# what is typed by hand and what shell scripts send: forms, no content type, other spellings that the engine takes
body='{"Image":"eci-test/busybox:lab","Entrypoint":["sleep","99"],"HostConfig":{}}'
api POST "/v1.44/containers/create?name=$N" -H 'Content-Type: application/json' -d "$body" | jq -c 'keys'
for verb in start pause unpause stop?t=0 start restart?t=0 'kill?signal=KILL'; do api POST "/v1.44/containers/$N/$verb" -d '' -o /dev/null -w "$verb %{http_code}\n"; done
api POST "/containers/$N/start" -o /dev/null -w '%{http_code}\n' -d x=y
api POST "/v1.44/containers/prune" -d '' -o /dev/null -w '%{http_code}\n'
api POST "/v1.44/containers/$N/rename?name=$N-2" -X POST -o /dev/null -w '%{http_code}\n'
api POST "/v1.44/images/eci-test/busybox:lab/tag" -d "repo=gallery/$N" -d tag=1 -o /dev/null -w '%{http_code}\n'
api GET "/v1.44/containers/$N-2/json" | jq -r '.State.Status, .HostConfig.NetworkMode'
api POST "/v1.44/containers/$N-2/wait" -d '' --max-time 1 -o /dev/null -w '%{http_code}\n' 2>/dev/null
api DELETE "/v1.44/containers/$N-2?force=1" -o /dev/null -w '%{http_code}\n'
api POST "/v1.44/containers/create" -d "$body" | jq -r .message
printf 'POST /v1.44/containers/%s/stop HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b' absent | timeout 5 nc -U /run/docker.sock 2>/dev/null | head -n 1 | tr -d '\r'
