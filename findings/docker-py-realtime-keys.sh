#!/bin/bash
# Two keys of docker-py's create request are spelled otherwise than the Engine API names them.
#
# The API has HostConfig.CpuRealtimePeriod and CpuRealtimeRuntime. docker-py sends CPURealtimePeriod and CPURealtimeRuntime;
# all its other CPU keys start with Cpu. Docker Engine takes them only because Go's encoding/json does not regard the case of
# keys. A proxy or an engine in another language, or Go's encoding/json/v2, sees two unknown keys: the options then have no
# effect, or the request is refused. docker-py's own test for them is marked as an expected failure on most machines
# (test_create_with_cpu_rt_options looks for /sys/fs/cgroup/cpu.rt_runtime_us, which neither layout of cgroups has), so its suite
# says nothing about it.
#
# Seen with docker-py 7.1.0. Needs python3. Fails if the keys change.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/python"
"$dir/python/bin/pip" install -q docker==7.1.0
"$dir/python/bin/python" - > "$dir/seen" <<'PYTHON'
from docker.types import HostConfig

config = HostConfig(version="1.44", cpu_period=1, cpu_quota=2, cpu_shares=3, cpu_rt_period=4, cpu_rt_runtime=5)
print(*sorted(key for key in config if key.lower().startswith("cpu")))
PYTHON
cat "$dir/seen"
diff "$dir/seen" - <<'SEEN'
CPURealtimePeriod CPURealtimeRuntime CpuPeriod CpuQuota CpuShares
SEEN
