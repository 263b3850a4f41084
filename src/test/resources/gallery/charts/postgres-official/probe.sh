# the official database images in a plain Deployment: VOLUMEs that no volume covers, an entry point that changes owners
ready deployment/postgres
k exec deployment/postgres -- sh -c 'stat -c "%u:%g %a %n" /data /config /data/up; echo x > /config/x && ls /config'
k logs deployment/postgres
