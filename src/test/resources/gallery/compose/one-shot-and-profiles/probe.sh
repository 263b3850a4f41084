# anchors, services that must have ended well, profiles, `run`, scale
compose up -d; echo $?; logs migrate
docker compose run --rm -T debug 2>/dev/null
echo in | docker compose run --rm -T --entrypoint cat app 2>/dev/null
compose up -d --scale app=2 >/dev/null; docker compose ps -q app | wc -l
compose down -t 1
