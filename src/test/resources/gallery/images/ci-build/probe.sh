# maven, node, golang, gradle as builders: `-u $(id -u):$(id -g)`, the project of the user's, caches in volumes
mkdir -p $W/project; echo 'all:' > $W/project/Makefile; chown -R 1500:1500 $W/project
docker run --rm -u 1500:1500 -e HOME=/tmp -v $W/project:/src -w /src -v $N-cache:/cache $I 'id; mkdir -p target && echo jar > target/app.jar; stat -c "%u:%g" . Makefile target; echo c > /cache/c; echo $?'
stat -c '%u:%g %a' $W/project/target $W/project/target/app.jar
docker run --rm -v $W/project:/src -w /src $I 'echo r > by-root; chown -R 0:0 target; ls -ln | awk "NR>1 { print \$1, \$3, \$4, \$9 }"'
stat -c '%u:%g' $W/project/by-root $W/project/target
docker run --rm -v $W/project:/src -v /src/node_modules -w /src $I 'ls -d node_modules; stat -c "%u:%g" node_modules; echo m > node_modules/m'
ls $W/project
docker run --rm -v $W/project/Makefile:/src/Makefile:ro $I 'cat /src/Makefile; echo x >> /src/Makefile'
