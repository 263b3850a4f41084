# pihole, bind9, coredns, adguard: port 53, a user that keeps some capabilities after it drops root
getent passwd dnsmasq >/dev/null; docker run -d --name $N --cap-add NET_ADMIN --dns 127.0.0.1 $I sh -c 'useradd -r dnsmasq 2>/dev/null; exec dnsmasq -k --log-facility=- --log-queries --address=/example.test/192.0.2.7 --no-resolv --user=dnsmasq' >/dev/null
await "docker exec $N getent hosts example.test"
docker exec $N sh -c 'getent hosts example.test; p=$(pidof dnsmasq); grep -E "Uid|CapEff" /proc/$p/status'
