# grafana: USER by number, a named volume that takes the image's owner and mode; a directory of root's refuses it
docker run --rm -v $N:/var/lib/grafana $I
docker run --rm -v $N:/var/lib/grafana $I
mkdir -p $W/root; docker run --rm -v $W/root:/var/lib/grafana $I; echo $?
docker run --rm -u root -v $W/root:/var/lib/grafana $I; stat -c '%u:%g' $W/root/*
docker run --rm -v $N:/v:ro -u 0 --entrypoint sh $I -c 'ls -ln /v | tail -n 1 | cut -c1-10; touch /v/x'
