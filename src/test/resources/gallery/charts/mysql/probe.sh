# mysql: an init container of root that gives the volume to the user
ready statefulset/mysql; k exec mysql-0 -- sh -c 'stat -c "%u:%g %a %n" /var/lib/mysql /var/lib/mysql/db /var/lib/mysql/db/t'
