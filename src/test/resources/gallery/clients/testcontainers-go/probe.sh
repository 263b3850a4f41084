# Testcontainers for Go: its cleaner first, then a server that is waited for, exec, copied files, a network
export TESTCONTAINERS_RYUK_DISABLED=false TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
# this library names its cleaner's version itself
docker tag testcontainers/ryuk:0.14.0 testcontainers/ryuk:0.13.0
timeout 100 $CLIENTS/go-testcontainers/client eci-test/busybox:lab
await '[ -z "$(docker ps -aq --filter label=org.testcontainers.lang=go)" ]'
