# the volumes of developers: the source tree, an anonymous volume above part of it, a path that does not exist yet
mkdir -p app/sub; chown -R 1000:1000 app; compose up -d; sleep 1; logs
stat -c '%u:%g %n' app/made new; docker compose exec -T app sh -c 'cat /etc/app.conf; echo x > /etc/app.conf; stat -c %a /scratch; df -k /scratch | tail -n 1'
compose down -v -t 1
