# kafka: host aliases, resolver options, a sub path by expression
ready statefulset/kafka; k exec kafka-0 -- sh -c 'grep zoo /etc/hosts; grep ndots /etc/resolv.conf; touch /opt/kafka/logs/x; stat -c "%u:%g %a" /opt/kafka/logs /opt/kafka/logs/x'
