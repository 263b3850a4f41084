# home-assistant, mailcow, gitea, every tutorial: the host's time zone and certificates, read-only
docker run --rm -v /etc/localtime:/etc/localtime:ro $I 'test -s /etc/localtime; echo $?'
docker run --rm -v /etc/timezone:/etc/timezone:ro -v /etc/localtime:/etc/localtime:ro $I 'cat /etc/timezone'
docker run --rm -v /etc/ssl/certs:/etc/ssl/certs:ro $I 'ls /etc/ssl/certs/ca-certificates.crt'
docker run --rm -v /etc/passwd:/etc/passwd:ro -v /etc/group:/etc/group:ro -u 33:33 $I 'id -un'
docker run --rm -v /lib/modules:/lib/modules:ro $I 'test -d /lib/modules; echo $?'
