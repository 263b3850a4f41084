# programs with a file capability or the set-user-ID bit, run by a user
docker run --rm $I sh -c 'getcap /usr/bin/ping; ping -c1 -q 127.0.0.1 | grep -o "1 received"; suid-ping -c1 -q 127.0.0.1 | grep -o "1 received"'
docker run --rm --cap-drop NET_RAW $I sh -c 'ping -c1 -q 127.0.0.1 >/dev/null; echo $?'
docker run --rm --security-opt no-new-privileges $I sh -c 'grep NoNew /proc/self/status; ping -c1 -q 127.0.0.1 | grep -o "1 received"'
docker run --rm $I cat /proc/sys/net/ipv4/ping_group_range | tr '\t' ' ' | awk '{ print $1, ($2 >= 65535) }'
