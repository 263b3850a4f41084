# the classic builder, which CI systems still use; what is written to standard error comes in any order
DOCKER_BUILDKIT=0 docker build --no-cache --rm -t $I-c "$HERE" 2>/dev/null | sed 's/\x1b\[[0-9]*m//g' | grep -Ev '^(Sending|Step| ---> |Removed|Successfully)' | sort
docker run --rm $I-c sh -c 'stat -c "%U %a %n" /data /data/mine; ls /data; id'
docker rmi $I-c >/dev/null
