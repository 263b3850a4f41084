# gitlab-runner: a build pod with a privileged service
ready pod/build; k logs build -c svc; echo 'echo ran as $(id -u)' | k exec -i build -c build -- sh; k exec build -c build -- sh -c 'touch /builds/x; stat -c %u:%g /builds/x'
