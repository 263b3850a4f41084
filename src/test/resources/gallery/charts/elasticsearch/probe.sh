# elasticsearch: a privileged init container that sets a sysctl of the node (here to the value that it has)
ready statefulset/elasticsearch 20; k get pod elasticsearch-0 -o jsonpath='{.status.phase}'; echo
