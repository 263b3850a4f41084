# cert-manager: runAsNonRoot with the image's own user, a projected token
ready deployment/cert-manager; k exec deployment/cert-manager -- sh -c 'id; stat -Lc "%u:%g %a" /var/run/token/token; wc -l < /var/run/token/ns; grep -E "Seccomp:|NoNew" /proc/self/status'
