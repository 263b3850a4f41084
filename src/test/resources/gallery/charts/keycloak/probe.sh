# keycloak: programs copied into a sub path that another container runs
ready statefulset/keycloak; k exec keycloak-0 -- sh -c 'stat -c "%u:%g %a %n" /opt/lib /opt/lib/busybox /tmp; touch /tmp/x; id'
