# Dev Containers, gitpod: sudo, the workspace of the host's user, the user's id changed to his
mkdir -p $W/code; echo main > $W/code/a; chown -R 1234:1234 $W/code
docker run -d --name $N -v $W/code:/workspaces/code $I >/dev/null
docker exec $N sh -c 'id; sudo id -u; sudo sh -c "echo x > /root/x; stat -c %U /root/x"'
docker exec -u root $N sh -c 'usermod -u 1234 vscode && groupmod -g 1234 vscode && usermod -g 1234 vscode && chown -R 1234:1234 /home/vscode; stat -c "%U %G" /home/vscode /workspaces/code'
docker exec -u vscode $N sh -c 'id; echo new > /workspaces/code/new; rm /workspaces/code/a; ls /workspaces/code'
stat -c '%u:%g' $W/code/new
docker commit $N $I-2 >/dev/null; docker run --rm $I-2 sh -c 'id -u; stat -c %u /home/vscode'; docker rmi $I-2 >/dev/null
