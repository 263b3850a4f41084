# mail servers: a domain name, set-group-ID programs, chroots, users of their own for each part
docker run -d --name $N --hostname mail --domainname example.org $I >/dev/null
await "docker exec $N bash -c 'echo > /dev/tcp/127.0.0.1/25'"
docker exec $N sh -c 'hostname -f; dnsdomainname; cat /proc/sys/kernel/domainname; postconf -h myhostname'
docker exec -u reader $N sh -c 'printf "Subject: hello\n\ntext\n" | sendmail reader@localhost'
await "docker exec $N grep -q text /var/mail/reader"
docker exec $N sh -c 'stat -c "%U %G %a" /var/mail/reader /usr/sbin/postdrop /var/spool/postfix/public; ps -eo user,comm | grep -E "qmgr|pickup|master" | sort | awk "{ print \$1, \$2 }"'
