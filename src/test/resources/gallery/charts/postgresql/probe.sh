# bitnami/postgresql: fsGroup, a claim, sub paths of an emptyDir, a password file, shared memory, a read-only root
ready statefulset/postgresql; p=postgresql-0
k exec $p -- sh -c 'id; stat -c "%u:%g %a %n" /bitnami/postgresql /bitnami/postgresql/data /tmp /dev/shm /opt/bitnami/postgresql/secrets/password; cat $POSTGRES_PASSWORD_FILE; touch /x'
k delete pod $p --now >/dev/null; ready statefulset/postgresql; k exec $p -- cat /bitnami/postgresql/data/PG_VERSION
