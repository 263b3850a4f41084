// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.FileDigests;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Derives daemon.json without ECI from its content and from the record of an earlier run.
 *
 * @param launcher path of the runtime eci in it
 */
record OriginalConfig(String config, String launcher, String version) {
  private static final List<String> STOCK = List.of("runc", "io.containerd.runc.v2");

  /**
   * The record that an installation starts from.
   *
   * @param hadDirectory whether the file's directory exists
   */
  DockerInstallRecord of(
      Optional<String> found,
      DaemonJson now,
      Optional<DockerInstallRecord> earlier,
      boolean hadDirectory)
      throws UnsupportedHostException {
    checkNames(now);
    Optional<DockerInstallRecord> same = earlier.filter(e -> e.config().equals(config));
    if (same.isPresent()
        && found.isPresent()
        && same.get().hasWritten(FileDigests.sha256(ByteStrings.of(found.get())))) {
      return same.get();
    }
    String dropIn = earlier.map(DockerInstallRecord::dropIn).orElse(null);
    String socketDropIn = earlier.map(DockerInstallRecord::socketDropIn).orElse(null);
    boolean installed = now.runtimePath().isPresent();
    if (!installed) {
      return new DockerInstallRecord(
          version,
          config,
          found.map(OriginalConfig::encode).orElse(null),
          !hadDirectory
              || (found.isEmpty() && same.map(DockerInstallRecord::createdDirectory).orElse(false)),
          now.defaultRuntime().filter(value -> !value.equals(DaemonJson.RUNTIME)).orElse(null),
          !now.hasRuntimes(),
          List.of(),
          dropIn,
          socketDropIn);
    }
    // the file was changed meanwhile, or the record was lost: the installer's keys are known by
    // name
    Optional<String> former = same.flatMap(DockerInstallRecord::former);
    boolean addedRuntimes = same.map(DockerInstallRecord::addedRuntimes).orElse(true);
    return new DockerInstallRecord(
        version,
        config,
        encode(now.withoutRuntime(former, addedRuntimes)),
        same.map(DockerInstallRecord::createdDirectory).orElse(false),
        former.orElse(null),
        addedRuntimes,
        List.of(),
        dropIn,
        socketDropIn);
  }

  private void checkNames(DaemonJson now) throws UnsupportedHostException {
    Optional<String> taken = now.runtimePath().filter(path -> !path.equals(launcher));
    if (taken.isPresent()) {
      throw new UnsupportedHostException(
          "RuntimeNameTaken",
          "%s has a runtime \"eci\" with the path %s; remove it, or use the agent that installed it."
              .formatted(config, taken.get()));
    }
    Optional<String> other =
        now.defaultRuntime()
            .filter(name -> !STOCK.contains(name) && !name.equals(DaemonJson.RUNTIME));
    if (other.isPresent()) {
      throw new UnsupportedHostException(
          "OtherDefaultRuntime",
          "\"%s\" is this host's default runtime; eci-agent would have to replace it, and containers would lose what it adds. Remove \"default-runtime\" from %s if they run without it."
              .formatted(other.get(), config));
    }
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(ByteStrings.of(text));
  }
}
