# ingress-nginx: port 80 by capability as a user, probes of two kinds, the Job that makes its certificate
ready deployment/controller; k exec deployment/controller -- sh -c 'wget -qO- localhost; grep -E "Cap(Eff|Prm)" /proc/self/status'
complete job/admission-create; k logs job/admission-create; k logs deployment/controller
