# docker:dind as CI services use it: an engine in a privileged container, and a container in it
mkdir $W/bin; for p in dockerd containerd containerd-shim-runc-v2 runc docker-proxy; do cp -L $(command -v $p) $W/bin/; done; cp -L $(command -v docker) $W/bin/
docker save -o $W/bin/image.tar eci-test/busybox:lab
docker run -d --privileged --name $N -v $W/bin:/opt/bin:ro -e PATH=/opt/bin:/usr/sbin:/usr/bin:/sbin:/bin $I dockerd --iptables=false --bridge=none >/dev/null
await "docker exec $N docker version"
docker exec $N docker load -qi /opt/bin/image.tar
docker exec $N docker run --rm --network none eci-test/busybox:lab -c 'echo inner; id -u'
docker exec $N docker run --rm --network none -m 64m eci-test/busybox:lab -c 'echo limited'
docker exec $N docker run --rm --network none --privileged eci-test/busybox:lab -c 'echo privileged'
