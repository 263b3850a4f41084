#!/bin/bash
# `defaultMode: 0440` in a manifest: which number a YAML library reads.
#
# YAML 1.1 writes octal numbers as 0440, YAML 1.2 as 0o440. kubectl's library reads both as octal, 288. PyYAML reads 0o440
# as text. ruamel.yaml, which is YAML 1.2 by default, reads 0440 as the decimal 440: that is mode 0670, which lets the group
# write. A tool that loads a manifest with it and writes JSON, or computes with the mode, changes permissions silently.
#
# Seen with PyYAML 6.0.2, ruamel.yaml 0.18.10, sigs.k8s.io/yaml 1.6.0 (kubectl 1.34). Needs python3 and Go. Fails if one of
# them reads differently.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

printf 'old: 0440\nnew: 0o440\nswitch: yes\n' > manifest.yaml
python3 -m venv python
python/bin/pip install -q PyYAML==6.0.2 ruamel.yaml==0.18.10
python/bin/python - > seen <<'PYTHON'
import json
import yaml
from ruamel.yaml import YAML

text = open("manifest.yaml").read()
print("PyYAML:", json.dumps(yaml.safe_load(text), sort_keys=True))
print("ruamel.yaml:", json.dumps(dict(YAML(typ="safe").load(text)), sort_keys=True))
print("mode of 440:", oct(440))
PYTHON
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"sigs.k8s.io/yaml"
)

func main() {
	text, err := os.ReadFile("manifest.yaml")
	if err != nil {
		panic(err)
	}
	read, err := yaml.YAMLToJSON(text)
	fmt.Println("sigs.k8s.io/yaml:", string(read), err)
}
GO
go mod init finding >/dev/null 2>&1
go get sigs.k8s.io/yaml@v1.6.0 >/dev/null 2>&1
go run . >> seen
cat seen
diff seen - <<'SEEN'
PyYAML: {"new": "0o440", "old": 288, "switch": true}
ruamel.yaml: {"new": 288, "old": 440, "switch": "yes"}
mode of 440: 0o670
sigs.k8s.io/yaml: {"new":288,"old":288,"switch":true} <nil>
SEEN
