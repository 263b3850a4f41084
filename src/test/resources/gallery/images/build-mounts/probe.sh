# uv, Next.js, composer, multi-stage builds: RUN --mount with files of other stages and images, and caches with an owner
docker run --rm $I cat /seen
