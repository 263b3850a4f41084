# vault, elasticsearch with bootstrap.memory_lock: locked memory by capability and by file capability
docker run --rm --cap-add IPC_LOCK $I python3 /lock.py
docker run --rm --cap-add IPC_LOCK -u vault $I vault /lock.py
docker run --rm --privileged $I python3 /lock.py
docker run --rm -u vault $I vault /lock.py; echo $?
docker run --rm $I getcap /usr/local/bin/vault
