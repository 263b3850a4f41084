# quay.io/podman/stable, buildah, kaniko's relatives: a user with /etc/subuid below 65536 makes a user namespace of his own
docker run --rm --security-opt seccomp=unconfined --security-opt apparmor=unconfined $I sh -c 'unshare -U sleep 3 & p=$!; sleep 0.5; newuidmap $p 0 1000 1 1 10000 5000 && newgidmap $p 0 1000 1 1 10000 5000; echo $?; awk "{ print \$1, \$2, \$3 }" /proc/$p/uid_map'
docker run --rm --privileged $I sh -c 'unshare -Ur sh -c "id -u; awk \"{ print \\\$1, \\\$3 }\" /proc/self/uid_map"'
