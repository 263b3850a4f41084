# rabbitmq: hooks, its own name in DNS, a cookie of mode 0400, the downward API
ready statefulset/rabbitmq; k exec rabbitmq-0 -- sh -c 'hostname -f | cut -d. -f1,2; stat -c "%u:%g %a" /data/.erlang.cookie; cat /data/post /podinfo/labels; echo; echo $MEM; test -n "$MY_POD_IP"; echo $?'; k delete pod rabbitmq-0 >/dev/null; echo $?
