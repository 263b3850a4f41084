# images of companies with directory services: a user id above 65535 made in the build, files that belong to it
docker run --rm $I
docker run --rm -u 0 $I sh -c 'cat /app/file; chmod 600 /app/file; mv /app/file /app/other; rm /app/other; ls /app'
