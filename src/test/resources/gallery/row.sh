#!/bin/bash
# Runs one row of the gallery on a Docker host: row.sh DIRECTORY NAME, with DOCKER_CONFIG set. What it prints is compared with the twin's.
# A probe finds: $N, a name for all that it creates; $I, the image of its Dockerfile; $W, an empty directory of user data;
# $HERE, a copy of the row's directory, which is also the working directory.
N=$2
export N W=/srv/gallery/$N I=gallery/$N HERE=/srv/gallery/$N/row TERM=dumb HOME=/srv/gallery/$N
export DOCKER_HOST=unix:///run/docker.sock COMPOSE_PROJECT_NAME=$N
rm -rf "$W"
mkdir -p "$W"
cp -r "$1" "$HERE"
cd "$HERE" || exit 91

# await CONDITION: until the command succeeds; says so if it never does
await() {
  local end=$((SECONDS + 60))
  while [ $SECONDS -lt $end ]; do
    if eval "$1" >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  echo "in vain: $1"
}
logged() { await "docker logs $1 2>&1 | grep -q '$2'"; }
# api METHOD PATH CURL-OPTION...
api() {
  local method=$1 path=$2
  shift 2
  curl -sS -X "$method" --unix-socket /run/docker.sock "$@" "http://docker$path"
}
# docker compose without its report of progress, which comes in any order
compose() {
  docker compose "$@" >"$W/compose.log" 2>&1 && return
  local exit=$?
  grep -Ev 'Creat|Start|Recreat|Wait|Stop|Remov|Running|Built|Build' "$W/compose.log"
  return $exit
}
# what Compose's services printed, without its escape sequences; of several services in no order
logs() { docker compose logs --no-log-prefix "$@" 2>&1 | sed 's/\x1b\[2K//g' | sort; }
tidy() {
  cd "$HERE"
  [ ! -f compose.yaml ] || docker compose --profile '*' down -v -t 0 >/dev/null 2>&1
  docker rm -fv $(docker ps -aq --filter "name=$N") >/dev/null 2>&1
  docker volume rm $(docker volume ls -q --filter "name=$N") >/dev/null 2>&1
  cd /
  rm -rf "$W"
}
trap tidy EXIT

if [ -f Dockerfile ] && [ ! -f compose.yaml ]; then
  docker build -q -t "$I" . >"$W/build.log" 2>&1 || {
    grep '^ERROR' "$W/build.log"
    exit 90
  }
fi
. ./probe.sh
exit 0
