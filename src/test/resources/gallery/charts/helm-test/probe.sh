# helm test: a pod whose exit code is the result
phase test Failed; k get pod test -o jsonpath='{.status.containerStatuses[0].state.terminated.exitCode}'
