package dev.eci.installer.dockerd;

/**
 * Where our files are on a Docker host.
 *
 * @param directory /opt/eci unless the command line says otherwise
 */
public record DockerInstallPaths(String directory) {
  String bin() {
    return directory + "/bin";
  }

  /** What daemon.json names. It looks for its settings beside its directory. */
  public String launcher() {
    return bin() + "/eci-runtime";
  }

  String runtimeConf() {
    return directory + "/runtime.conf";
  }

  String record() {
    return directory + "/docker.json";
  }

  /** What registries said of listed images. */
  public String images() {
    return directory + "/images.json";
  }
}
