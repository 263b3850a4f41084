# traefik: port 80 by a sysctl of the pod, without any capability
ready deployment/traefik; k exec deployment/traefik -- sh -c 'id; cat /proc/sys/net/ipv4/ip_unprivileged_port_start; wget -qO- localhost/ping'
