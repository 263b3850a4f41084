# php-fpm: the master opens its log at /proc/self/fd/2 as root, its children (www-data) inherit it or open it again
docker run --rm $I 'exec 3> /proc/self/fd/2; su www-data -c "id -u; echo inherited >&3; echo again > /proc/self/fd/2"; echo $?'
docker run --rm -t $I 'su www-data -c "id -u; echo again > /proc/self/fd/2"; echo $?'
docker run --rm -u 33:33 $I 'echo again > /proc/self/fd/2; echo $?'
