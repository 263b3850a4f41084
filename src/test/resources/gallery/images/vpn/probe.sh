# wireguard, openvpn, gluetun, tailscale: NET_ADMIN, /dev/net/tun, sysctls, links of one's own
docker run --rm --cap-add NET_ADMIN --sysctl net.ipv4.conf.all.src_valid_mark=1 $I sh -c 'cat /proc/sys/net/ipv4/conf/all/src_valid_mark; echo 1 > /proc/sys/net/ipv4/ip_forward; echo $?'
docker run --rm --cap-add NET_ADMIN --device /dev/net/tun $I python3 -c "
import fcntl, struct
f = open('/dev/net/tun', 'r+b', buffering=0)
print(len(fcntl.ioctl(f, 0x400454ca, struct.pack('16sH22s', b'tun7', 0x1001, b''))), open('/sys/class/net/tun7/operstate').read().strip())"
docker run --rm --network none --cap-drop NET_ADMIN $I sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward; echo $?'
