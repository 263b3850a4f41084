# dockerode of npm: run, attach, exec, streams, a network, a build
NODE_PATH=$CLIENTS/node/node_modules node workload.js $N
