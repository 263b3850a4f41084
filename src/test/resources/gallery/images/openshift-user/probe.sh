# images that run under any user id, as OpenShift gives them, far above 65535
docker run --rm -u 1000620000:0 $I 'id; touch /app/data/x && stat -c "%u:%g" /app/data/x; echo out > /dev/stdout'
docker run --rm -u 1000620000:1000620000 $I 'id'
docker run --rm --group-add 1000620000 $I 'id'
mkdir $W/d; chown 1000620000:1000620000 $W/d; chmod 700 $W/d
docker run --rm -u 1000620000:0 -v $W/d:/d $I 'touch /d/x && stat -c "%u:%g" /d /d/x'; stat -c '%u:%g' $W/d/* 2>/dev/null
