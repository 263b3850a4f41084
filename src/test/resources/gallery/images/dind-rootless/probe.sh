# docker:dind-rootless, moby/buildkit:rootless, gitpod: /etc/subuid with ids above 65535
docker run --rm --privileged $I sh -c 'unshare -U sleep 3 & p=$!; sleep 0.5; newuidmap $p 0 1000 1 1 100000 65536; echo $?; awk "{ print \$1, \$2, \$3 }" /proc/$p/uid_map'
