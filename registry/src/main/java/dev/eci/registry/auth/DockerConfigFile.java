package dev.eci.registry.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A config.json that may be changed, appear or go at any time (docker login, a mounted secret). */
public record DockerConfigFile(Path file) implements Credentials {
  @Override
  public Optional<Login> loginFor(String registry, String repository) {
    try {
      return Files.isReadable(file)
          ? DockerConfig.parse(Files.readAllBytes(file)).loginFor(registry, repository)
          : Optional.empty();
    } catch (IOException e) {
      // a file that is being written: whoever asks is refused by the registry, and asks again
      return Optional.empty();
    }
  }
}
