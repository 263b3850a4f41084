# node-exporter, cadvisor, netdata: what they read is the node itself; one path a run, since the client sends several in any order
docker run --rm --pid host -v /:/host:ro $I 'ls -d /host/etc/passwd; ls /proc/2/comm'
docker run --rm --network host $I 'ls /sys/class/net | grep -c lo'
docker run --rm -v /var/run:/var/run:ro $I 'ls -d /var/run/docker.sock'
docker run --rm -v /var/lib/docker/:/var/lib/docker:ro $I 'ls -d /var/lib/docker'
