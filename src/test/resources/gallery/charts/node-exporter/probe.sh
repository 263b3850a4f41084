# node-exporter, CSI node plugins, CNI: what they read is the node itself
ready daemonset/node-exporter 15
