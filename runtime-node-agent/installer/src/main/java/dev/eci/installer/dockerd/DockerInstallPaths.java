// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

/**
 * The paths of ECI's files on a Docker host.
 *
 * @param directory /opt/eci unless the command line names another one
 */
public record DockerInstallPaths(String directory) {
  String bin() {
    return directory + "/bin";
  }

  /** The path in daemon.json. eci-runtime reads {@code ../runtime.conf} from there. */
  public String launcher() {
    return bin() + "/eci-runtime";
  }

  String runtimeConf() {
    return directory + "/runtime.conf";
  }

  String record() {
    return directory + "/docker.json";
  }

  /** The resolved digests of listed images. */
  public String images() {
    return directory + "/images.json";
  }
}
