# Docker opens low ports to every user of a container
docker run -d --name $N -p 127.0.0.1::80 $I 'cd /tmp; echo page > index.html; exec httpd -f -p 80' >/dev/null
await "curl -sf $(docker port $N 80)"
curl -s "$(docker port $N 80)"
docker run --rm --network none $I 'httpd -p 443 && echo up; ip -o link | wc -l'
