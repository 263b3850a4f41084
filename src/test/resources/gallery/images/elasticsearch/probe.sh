# elasticsearch, OpenShift's habit: group 0 owns what any user writes; limits; a data directory of the user's
mkdir -p $W/data; chmod 775 $W/data; chgrp 0 $W/data; chown 1000 $W/data
docker run --rm --ulimit nofile=16384:16384 --ulimit nproc=4096 -v $W/data:/usr/share/elasticsearch/data $I 'id; grep -E "open files|processes" /proc/self/limits | tr -s " "; echo x > /usr/share/elasticsearch/data/x; stat -c "%u:%g %a" /usr/share/elasticsearch/data/x; cat /proc/sys/vm/max_map_count'
docker run --rm -u 12345:0 $I 'id; touch /usr/share/elasticsearch/data/y; stat -c "%u:%g %a" /usr/share/elasticsearch/data/y'
docker run --rm -u 1000 --group-add 0 --group-add 2000 -v $W/data:/usr/share/elasticsearch/data $I 'id; ls -ln /usr/share/elasticsearch/data | awk "{ print \$1, \$3, \$4, \$9 }"'
stat -c '%u:%g' $W/data/x
