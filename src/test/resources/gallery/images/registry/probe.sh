# registry, nexus: one VOLUME, root, a published port, backed by a directory of the user's
mkdir -p $W/store
docker run -d --name $N -p 127.0.0.1::5000 -v $W/store:/var/lib/registry $I >/dev/null
await "docker exec $N wget -qO- localhost:5000/docker/b"
stat -c '%u:%g %a %n' $W/store $W/store/docker $W/store/docker/b | sed "s,$W,,"
curl -s "$(docker port $N 5000)/docker/b"
docker cp $N:/var/lib/registry/docker/b - | tar -tvn --numeric-owner | awk '{ print $1, $2 }'
