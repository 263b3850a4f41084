# jellyfin, frigate, home-assistant: a device that only a group may open (/dev/dri, ttyUSB)
mknod -m 660 /dev/eci-$N c 1 5 2>/dev/null; chgrp 27 /dev/eci-$N
docker run --rm --device /dev/eci-$N:/dev/dri0 $I sh -c 'stat -c "%a %t,%T" /dev/dri0; head -c 4 /dev/dri0 | wc -c'
docker run --rm --device /dev/eci-$N:/dev/dri0 -u 1000 --group-add 27 $I sh -c 'head -c 4 /dev/dri0 | wc -c'
docker run --rm --device /dev/eci-$N:/dev/dri0 -u 1000 $I sh -c 'head -c 4 /dev/dri0 2>&1 | tail -c 19'
docker run --rm --device /dev/null:/dev/kmsg $I stat -c '%t,%T' /dev/kmsg
rm -f /dev/eci-$N
