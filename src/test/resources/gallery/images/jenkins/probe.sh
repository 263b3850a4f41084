# jenkins: USER by name with its home as VOLUME, tini, files that are copied into it
docker run -d --name $N -v $N:/var/jenkins_home $I >/dev/null
await "docker exec $N test -f /var/jenkins_home/up"
docker exec $N sh -c 'id; ls -ld /var/jenkins_home | cut -c1-10; stat -c "%U:%G %a %n" /var/jenkins_home/*; echo $HOME; ps -o comm= 1'
docker exec -u root $N sh -c 'id -u; touch /var/jenkins_home/r; chown jenkins /var/jenkins_home/r; stat -c %U /var/jenkins_home/r'
docker stop -t 3 $N >/dev/null; docker inspect -f '{{.State.ExitCode}}' $N
