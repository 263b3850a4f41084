# bitnami/redis: programs out of a ConfigMap, probes that run them
ready statefulset/redis-master; k exec redis-master-0 -- sh -c 'stat -Lc "%u:%g %a %n" /data /data/up /opt/scripts/start.sh; echo out > /dev/stdout'; k logs redis-master-0
