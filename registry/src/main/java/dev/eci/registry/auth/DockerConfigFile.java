// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A config.json that may change, appear or disappear at any time (docker login, a mounted secret).
 */
public record DockerConfigFile(Path file) implements Credentials {
  @Override
  public Optional<Login> loginFor(String registry, String repository) {
    try {
      return Files.isReadable(file)
          ? DockerConfig.parse(Files.readAllBytes(file)).loginFor(registry, repository)
          : Optional.empty();
    } catch (IOException e) {
      // the file is being written: the registry rejects this request, and the next one succeeds
      return Optional.empty();
    }
  }
}
