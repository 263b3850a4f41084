# selenium, puppeteer, playwright: much /dev/shm, a sandbox of user namespaces
docker run --rm --shm-size 256m $I sh -c 'stat -c "%a %u:%g" /dev/shm; df -m /dev/shm | awk "END { print \$2 }"; dd if=/dev/zero of=/dev/shm/x bs=1M count=100 2>&1 | grep -o "100+0 records out"; stat -c %U /dev/shm/x'
docker run --rm --ipc private $I df -m /dev/shm | awk 'END { print $2 }'
docker run --rm --cap-add SYS_ADMIN $I sh -c 'unshare -Ur --pid --fork id -u'
docker run --rm --security-opt seccomp=unconfined $I sh -c 'unshare -Ur --pid --fork --net id -u'
