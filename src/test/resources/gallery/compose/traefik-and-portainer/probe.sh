# traefik: the engine's socket in Compose, labels read through it
compose up -d web; docker compose run --rm -T proxy 2>/dev/null; compose down -t 1
