# tekton, argo workflows: steps that wait for each other through files, messages of their end
phase task Succeeded; k logs task -c step-one; k logs task -c step-two; k get pod task -o jsonpath='{range .status.containerStatuses[*]}{.name}: {.state.terminated.message}{end}'
