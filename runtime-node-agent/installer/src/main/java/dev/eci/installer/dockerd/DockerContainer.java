// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

/**
 * A container as the engine reports it.
 *
 * @param runtime HostConfig.Runtime (ISO-7)
 * @param pid of its first process; 0 if it does not run
 */
public record DockerContainer(
    String id, String name, String image, String runtime, boolean running, long pid) {
  /** Name and short ID, for messages. */
  public String describe() {
    return "%s (%s)".formatted(name, id.substring(0, Math.min(12, id.length())));
  }
}
