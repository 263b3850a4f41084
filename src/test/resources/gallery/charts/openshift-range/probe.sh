# manifests that were written down on OpenShift: its ranges of ids
ready deployment/app 25; k exec deployment/app -- sh -c 'id; stat -c "%u:%g %a" /d /d/x'
