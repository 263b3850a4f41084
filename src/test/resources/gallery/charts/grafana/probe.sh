# grafana: chown by one capability only, a file out of a ConfigMap by subPath
ready deployment/grafana; k exec deployment/grafana -- sh -c 'stat -c "%u:%g %a %n" /var/lib/grafana /var/lib/grafana/grafana.db /etc/grafana/grafana.ini; cat /etc/grafana/grafana.ini'
