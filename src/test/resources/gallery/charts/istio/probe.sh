# istio, linkerd, cilium's side cars: an init container that changes the pod's network
ready deployment/app; k logs deployment/app -c istio-init; k exec deployment/app -c app -- sh -c 'ip -o addr show istio0 | grep -o "192.0.2.1/32"; ip rule | grep -o "lookup 133"'
