// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of docker.json: what the installer creates, and what was there before. It is written
 * before anything changes, so that a crash at any point leaves no unrecorded change.
 *
 * @param version of the agent that wrote it
 * @param config dockerd's configuration file
 * @param original its bytes before the installation, in base64; null if there was no such file
 * @param createdDirectory whether the installer created its directory
 * @param formerDefault "default-runtime" before the installation
 * @param addedRuntimes whether the installer added "runtimes"
 * @param written SHA-256 of each text that the installer may have written there
 * @param dropIn the systemd drop-in for builds, if there is one
 * @param socketDropIn the drop-in of dockerd's socket unit, if there is one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DockerInstallRecord(
    String version,
    String config,
    @Nullable String original,
    boolean createdDirectory,
    @Nullable String formerDefault,
    boolean addedRuntimes,
    List<String> written,
    @Nullable String dropIn,
    @Nullable String socketDropIn) {
  private static final int MAX_WRITTEN = 16;

  public DockerInstallRecord {
    written = List.copyOf(written);
  }

  Optional<byte[]> originalBytes() {
    return Optional.ofNullable(original).map(text -> Base64.getDecoder().decode(text));
  }

  Optional<String> former() {
    return Optional.ofNullable(formerDefault);
  }

  boolean hasWritten(String sha256) {
    return written.contains(sha256);
  }

  DockerInstallRecord withWritten(String sha256) {
    List<String> all = new ArrayList<>(written);
    all.remove(sha256);
    all.add(sha256);
    return copyWith(
        all.subList(Math.max(0, all.size() - MAX_WRITTEN), all.size()), dropIn, socketDropIn);
  }

  DockerInstallRecord withDropIn(@Nullable String path) {
    return copyWith(written, path, socketDropIn);
  }

  DockerInstallRecord withSocketDropIn(String path) {
    return copyWith(written, dropIn, path);
  }

  private DockerInstallRecord copyWith(
      List<String> texts, @Nullable String path, @Nullable String socketPath) {
    return new DockerInstallRecord(
        version,
        config,
        original,
        createdDirectory,
        formerDefault,
        addedRuntimes,
        texts,
        path,
        socketPath);
  }
}
