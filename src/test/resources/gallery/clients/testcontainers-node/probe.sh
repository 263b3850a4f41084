# testcontainers of npm: its cleaner first, then a server that is waited for, exec, copied files, a network
export TESTCONTAINERS_RYUK_DISABLED=false RYUK_CONTAINER_IMAGE=testcontainers/ryuk:0.14.0 TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
NODE_PATH=$CLIENTS/node/node_modules timeout 100 node workload.js
docker rm -fv $(docker ps -aq --filter label=org.testcontainers=true) >/dev/null 2>&1
