#!/bin/bash
# Which spellings of a key a JSON library for Go takes for the field of a struct.
#
# encoding/json matches keys without regard to case, by Unicode's simple folding: U+212A (Kelvin sign) is a k, U+017F (long
# s) is an s. sigs.k8s.io/yaml inherits that. Two libraries that say they are compatible with encoding/json are not:
# json-iterator knows the Kelvin sign but not the long s, goccy/go-json knows neither. encoding/json/v2 matches exactly.
# A program that checks such a document before another one reads it has to know which of them that is.
#
# Seen with Go 1.26, json-iterator 1.1.12, goccy/go-json 0.10.5, go-json-experiment/json 1.27.2, sigs.k8s.io/yaml 1.6.0.
# Needs Go. Fails if one of them reads differently.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat > main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"

	exact "github.com/go-json-experiment/json"
	goccy "github.com/goccy/go-json"
	iterator "github.com/json-iterator/go"
	"sigs.k8s.io/yaml"
)

func main() {
	exactly := func(text []byte, to any) error { return exact.Unmarshal(text, to) }
	goccyRead := func(text []byte, to any) error { return goccy.Unmarshal(text, to) }
	yamlRead := func(text []byte, to any) error { return yaml.Unmarshal(text, to) }
	for _, library := range []struct {
		name string
		read func([]byte, any) error
	}{
		{"encoding/json", json.Unmarshal},
		{"sigs.k8s.io/yaml", yamlRead},
		{"json-iterator", iterator.ConfigCompatibleWithStandardLibrary.Unmarshal},
		{"goccy/go-json", goccyRead},
		{"encoding/json/v2", exactly},
	} {
		fmt.Print(library.name, ":")
		for _, key := range []string{"Task", "TASK", "Tas\u212a", "Ta\u017fk"} {
			var document struct{ Task string }
			if err := library.read(fmt.Appendf(nil, `{"%s":"read"}`, key), &document); err != nil {
				fmt.Printf(" %+q error", key)
				continue
			}
			fmt.Printf(" %+q %t", key, document.Task == "read")
		}
		fmt.Println()
	}
}
GO
go mod init finding >/dev/null 2>&1
go get github.com/json-iterator/go@v1.1.12 github.com/goccy/go-json@v0.10.5 github.com/go-json-experiment/json@v1.27.2 \
  sigs.k8s.io/yaml@v1.6.0 >/dev/null 2>&1
go run . | tee seen
diff seen - <<'SEEN'
encoding/json: "Task" true "TASK" true "Tas\u212a" true "Ta\u017fk" true
sigs.k8s.io/yaml: "Task" true "TASK" true "Tas\u212a" true "Ta\u017fk" true
json-iterator: "Task" true "TASK" true "Tas\u212a" true "Ta\u017fk" false
goccy/go-json: "Task" true "TASK" true "Tas\u212a" false "Ta\u017fk" false
encoding/json/v2: "Task" true "TASK" false "Tas\u212a" false "Ta\u017fk" false
SEEN
