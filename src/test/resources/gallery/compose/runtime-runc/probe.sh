# lines that only repeat what the engine does anyway
for s in app other; do docker compose run --rm -T $s 2>&1 | grep -v Creat; done
