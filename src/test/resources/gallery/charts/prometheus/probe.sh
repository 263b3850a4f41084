# kube-prometheus-stack: side containers that write what another reads, a sub path with fsGroup
ready statefulset/prometheus; k exec prometheus-0 -c prometheus -- sh -c 'id; stat -c "%u:%g %a %n" /data /data/wal /etc/prometheus/config_out/*; touch /etc/prometheus/config_out/x'; k exec prometheus-0 -c config-reloader -- sh -c 'echo y > /out/prometheus.env.yaml; stat -c "%u:%g" /out'
