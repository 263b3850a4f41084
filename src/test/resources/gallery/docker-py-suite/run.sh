#!/bin/bash
# docker-py's integration tests on a Docker host, or those that are named: run.sh [TEST...]. Prints a line per test.
set -e
export HOME=/srv/docker-py-suite DOCKER_HOST=unix:///run/docker.sock DOCKER_TEST_API_VERSION=1.44
unset DOCKER_CONFIG
mkdir -p "$HOME"
# the image that the suite runs, under the names that it has there
docker image inspect alpine:3.10 >/dev/null 2>&1 || {
  printf 'FROM eci-test/busybox:lab\nENTRYPOINT []\nCMD ["/bin/sh"]\n' | docker build -q -t alpine:3.10 - >/dev/null
  for name in alpine:latest busybox:latest; do docker tag alpine:3.10 "$name"; done
}
# what the link leads to: both hosts run the suite at the same time, and it writes where it is
cp -r "$CLIENTS/docker-py/." "$HOME/suite.$$"
cd "$HOME/suite.$$"
# the library is the installed one, not the one next to the suite
rm -rf docker
trap 'rm -rf "$HOME/suite.$$"' EXIT
PYTHONPATH=$CLIENTS/python python3 -m pytest -p no:cacheprovider -q -rA --timeout 60 "${@:-tests/integration}" || true
