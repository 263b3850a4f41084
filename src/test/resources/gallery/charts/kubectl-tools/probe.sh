# kubectl exec -i, -it, cp, logs -f, debug, attach, port-forward
ready pod/app; echo in | k exec -i app -- sh -c 'cat /dev/stdin; echo o > /dev/stdout; echo e > /dev/stderr'
echo local > $W/f; k cp $W/f app:/w/f; k exec app -- stat -c '%u:%g %a' /w/f; k cp app:/w/index.html $W/g >/dev/null; cat $W/g
k exec app -- sh -c 'exit 7'; echo $?
k debug app --image=eci-test/busybox:lab --target=app --profile=general -c dbg -- sh -c 'ps -o args | grep -c "[h]ttpd"; id -u; exec sleep 60' >/dev/null; await "k logs app -c dbg | grep -q 0"; k logs app -c dbg
