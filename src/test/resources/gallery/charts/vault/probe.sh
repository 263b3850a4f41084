# vault: IPC_LOCK, one process namespace for the pod, a hook that sends a signal
ready statefulset/vault; k exec vault-0 -c vault -- sh -c 'grep CapBnd /proc/self/status; ps -o args | grep -c "[s]leep 360"; kill -0 $(pidof sleep | tr " " "\n" | head -n 1) && echo signals; stat -c "%u:%g" /home/vault'
