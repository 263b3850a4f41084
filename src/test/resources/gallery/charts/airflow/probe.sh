# airflow: user 50000 with group 0
ready deployment/scheduler; k logs deployment/scheduler -c wait-for-migrations; k exec deployment/scheduler -- sh -c 'id; stat -c "%u:%g %a %n" /logs /logs/*'
