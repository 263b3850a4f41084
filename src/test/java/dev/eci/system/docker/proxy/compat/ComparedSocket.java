// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.compat;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.DockerHost;

/**
 * One of the two sockets that scripts are run on.
 *
 * @param mark distinguishes the names of the two sides; all marks have one length
 */
record ComparedSocket(DockerHost host, String mark, String socket, String clientConfig) {
  /** What it printed and how it ended, as it may be compared with the other side's. */
  String run(Script script) {
    // no name is part of another's: the engine's filters by name take parts
    String name = "eci" + mark + "-" + script.name() + "-0";
    // whatever hangs shall not keep the others waiting
    Result result =
        host.exec("timeout", "-k", "1", "40", "bash", "-c", prelude(name) + script.text());
    return "exit %d\n-- out\n%s\n-- err\n%s"
        .formatted(
            result.exit(),
            new OutputNormalizer(name, socket).normalize(result.out()),
            new OutputNormalizer(name, socket).normalize(result.err()));
  }

  private String prelude(String name) {
    return """
    export DOCKER_HOST=unix://%s DOCKER_CONFIG=%s N=%s W=/srv/%3$s I=%s TERM=dumb
    rm -rf $W; mkdir -p $W; cd $W
    await() { for i in $(seq 300); do if eval "$1" >/dev/null 2>&1; then return; fi; sleep 0.05; done; echo "in vain: $1"; }
    running() { await "[ \\$(docker inspect -f '{{.State.Running}}' $1) = true ]"; }
    logged() { await "docker logs $1 2>&1 | grep -q '$2'"; }
    attached() { await "docker events --since 10m --until 0s --filter container=$1 --filter event=attach | grep attach"; }
    alone() { flock /run/everyday.lock "$@"; }
    pty() { script -qec "$1" /dev/null; }
    tidy() { docker rm -fv $(docker ps -aq --filter name=$N) >/dev/null 2>&1; docker network rm $N >/dev/null 2>&1; rm -rf $W $W.*; }
    trap tidy EXIT
    """
        .formatted(socket, clientConfig, name, DockerHost.IMAGE);
  }
}
