# gluetun, wireguard: a tunnel's device, others on its network
compose up -d; sleep 1; logs; compose down -t 1
