# driver_opts: a volume that is a bind of a directory, and one in memory
mkdir $W/data; chown 1000:1000 $W/data; docker compose run --rm -T app 2>&1 | grep -v Creat; stat -c %u:%g $W/data/x; compose down -v
