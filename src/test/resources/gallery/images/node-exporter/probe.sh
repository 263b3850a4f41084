# node-exporter, cadvisor, netdata: what they read is the node itself
docker run --rm --pid host -v /:/host:ro $I 'ls -d /host/etc/passwd; ls /proc/2/comm'
docker run --rm --network host $I 'ls /sys/class/net | grep -c lo'
docker run --rm -v /var/run:/var/run:ro -v /sys:/sys:ro -v /var/lib/docker/:/var/lib/docker:ro $I 'ls -d /var/lib/docker'
