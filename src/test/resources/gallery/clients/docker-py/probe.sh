# docker-py, as Ansible and molecule use it
PYTHONPATH=$CLIENTS/python python3 workload.py $N
