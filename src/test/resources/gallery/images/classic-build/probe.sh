# the classic builder, which CI systems still use
DOCKER_BUILDKIT=0 docker build --no-cache --rm -t $I-c "$HERE" 2>/dev/null | grep -A1 'Running in' | grep -v Running
docker run --rm $I-c sh -c 'stat -c "%U %a %n" /data /data/mine; id'
docker rmi $I-c >/dev/null
