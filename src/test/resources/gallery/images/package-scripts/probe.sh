# Dockerfiles as they are: package scripts, owners, capabilities, set-user-ID bits, caches; all kept in the image
docker run --rm -u root $I sh -c 'stat -c "%u:%g %a %n" /var/lib/svc /opt /usr/local/bin/cap /file; getcap /usr/local/bin/cap; getfacl -pn /acl | grep user; stat -c "%h %Y" /acl/old; readlink /acl/soft; stat -c %F /acl/fifo'
docker save $I | tar -tf - | grep -c blobs
docker run --rm -u root $I sh -c 'chown root:root /dev/null && chmod 666 /dev/null && chown 1 /dev/zero /dev/full; echo $?'
