# sshd: privilege separation, PAM, a terminal of the user's, files with strict owners
docker run -d --name $N $I >/dev/null
s="ssh -i /root/key -o StrictHostKeyChecking=no -o LogLevel=ERROR dev@localhost"
await "docker exec $N $s true"
docker exec $N $s 'id; echo $HOME; stat -c %U:%a .ssh/authorized_keys'
docker exec $N $s -tt 'tty | cut -c1-9; stat -c "%U %G %a" $(tty)' </dev/null
docker logs $N 2>&1 | grep -c 'Accepted publickey'
