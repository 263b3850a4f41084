# argo-cd: a program copied by an init container and run by another, a socket in an emptyDir
ready deployment/repo-server; k exec deployment/repo-server -c cmp -- sh -c 'id; stat -c "%u:%g %a %n" /var/run/argocd/*; touch /plugins/s && echo ok'; k exec deployment/repo-server -c repo-server -- stat -c '%u:%g %a %n' /tmp /app/config/gpg/keys /home/argocd/plugins/s
