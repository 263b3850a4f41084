// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import dev.eci.agent.dockerhost.HostSocketState;
import dev.eci.agent.dockerhost.HostStatus;
import dev.eci.installer.dockerd.DockerInventory.UnprotectedContainer;
import dev.eci.installer.dockerd.DockerState;
import java.io.PrintWriter;

/** Prints the status of a Docker host for users: a subject per line, its details indented. */
final class StatusPrinter {
  private static final String DETAIL = "            ";
  private static final int SHORT_ID = 12;

  private StatusPrinter() {}

  static void print(PrintWriter out, HostStatus.Content status) {
    policy(out, status);
    docker(out, status.docker());
    socket(out, status.socket());
    containers(out, status.docker());
  }

  private static void policy(PrintWriter out, HostStatus.Content status) {
    out.println("agent       " + status.version() + ", pid " + status.pid());
    out.println(
        "protection  " + (status.protection() ? "on" : "OFF: new containers are not protected"));
    out.println("policy      " + status.policyFile() + " " + status.policies());
    if (!status.policyProblem().isEmpty()) {
      out.println(DETAIL + "NOT IN FORCE: " + status.policyProblem());
    }
    status.policyNotes().forEach(note -> out.println(DETAIL + note));
    status.images().forEach(problem -> out.println("image       " + problem));
  }

  private static void docker(PrintWriter out, DockerState docker) {
    out.println(
        "docker      "
            + (docker.installed()
                ? "%s, pid %d, runtime eci in %s"
                    .formatted(docker.version(), docker.pid(), docker.config())
                : "NOT PROTECTED: " + docker.problem()));
    if (docker.installed()) {
      out.println("builds      " + (docker.builds().isEmpty() ? "protected" : docker.builds()));
    }
  }

  private static void socket(PrintWriter out, HostSocketState socket) {
    out.println(
        "socket      "
            + (socket.proxied()
                ? socket.path() + " is proxied"
                : "NOT PROXIED" + (socket.problem().isEmpty() ? "" : ": " + socket.problem())));
    socket
        .otherAddresses()
        .forEach(address ->
            out.println(
                DETAIL
                    + "NOT PROXIED: %s; clients that reach it control the engine; remove it from dockerd's hosts"
                        .formatted(address)));
  }

  private static void containers(PrintWriter out, DockerState docker) {
    out.println(
        "containers  %d protected, %d not"
            .formatted(docker.protectedContainers(), docker.unprotected().size()));
    for (UnprotectedContainer container : docker.unprotected()) {
      out.println(
          DETAIL
              + "%s (%s, image %s): %s"
                  .formatted(
                      container.name(),
                      container.id().substring(0, Math.min(SHORT_ID, container.id().length())),
                      container.image(),
                      container.because()));
    }
  }
}
