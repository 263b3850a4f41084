#!/bin/bash
# A config.json of the Docker client with a byte order mark, as PowerShell 5 writes it (Out-File -Encoding utf8).
#
# dockerd takes a daemon.json with such a mark. The client's config.json next to it: the library of the docker command refuses
# the file by an error that names an invisible character. docker-py logs at level debug and goes on without the file: no
# login, no proxy, no HTTP header that the file sets, and no message. Pulls from a private registry then fail as if the user
# had never logged in.
#
# Seen with docker-py 7.1.0 and github.com/docker/cli 28.5.2. Needs python3 and Go. Fails if one of them reads differently.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

json='{"HttpHeaders":{"Team":"a"},"auths":{"registry.example":{"auth":"dXNlcjpwYXNz"}}}'
mkdir plain marked
printf '%s' "$json" > plain/config.json
printf '\xef\xbb\xbf%s' "$json" > marked/config.json
python3 -m venv python
python/bin/pip install -q docker==7.1.0
python/bin/python - > seen <<'PYTHON'
from docker.auth import load_config
from docker.utils.config import load_general_config

for name in ("plain", "marked"):
    file = name + "/config.json"
    print("docker-py", name, load_general_config(file).get("HttpHeaders"), sorted(load_config(file).auths))
PYTHON
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/docker/cli/cli/config"
)

func main() {
	for _, name := range []string{"plain", "marked"} {
		file, err := os.Open(name + "/config.json")
		if err != nil {
			panic(err)
		}
		read, err := config.LoadFromReader(file)
		fmt.Println("docker/cli", name, read.HTTPHeaders, len(read.AuthConfigs), err)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get github.com/docker/cli@v28.5.2+incompatible >/dev/null 2>&1
go mod tidy >/dev/null 2>&1
go run . >> seen
cat seen
diff seen - <<'SEEN'
docker-py plain {'Team': 'a'} ['registry.example']
docker-py marked None []
docker/cli plain map[Team:a] 1 <nil>
docker/cli marked map[] 0 invalid character 'ï' looking for beginning of value
SEEN
