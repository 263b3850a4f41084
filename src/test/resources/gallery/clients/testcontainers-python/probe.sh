# Testcontainers for Python: its cleaner first, then a server that is waited for, exec, a network
export TESTCONTAINERS_RYUK_DISABLED=false RYUK_CONTAINER_IMAGE=testcontainers/ryuk:0.14.0 TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
PYTHONPATH=$CLIENTS/python timeout 100 python3 workload.py eci-test/busybox:lab 2>&1 | grep -v 'Pulling\|Container started\|Waiting'
await '[ -z "$(docker ps -aq --filter label=org.testcontainers.lang=python)" ]'
