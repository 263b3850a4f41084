# jenkins: a side container that starts first, plugins from an init container, secrets by projection
ready statefulset/jenkins; k exec jenkins-0 -c jenkins -- sh -c 'id -u; stat -Lc "%u:%g %a %n" /home/app /home/app/apply /usr/share/jenkins/ref/plugins/p /run/secrets/additional/user'
