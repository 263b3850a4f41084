# `user: ${UID}:${GID}` where the user's id comes from a directory service
docker compose run --rm -T app 2>&1 | grep -v Creat
