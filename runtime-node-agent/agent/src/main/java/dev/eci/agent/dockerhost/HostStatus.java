// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.dockerhost;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.installer.dockerd.DockerState;
import dev.eci.support.host.AtomicFile;
import dev.eci.support.host.FileDigests;
import dev.eci.support.log.Log;
import dev.eci.support.policy.PolicyFileWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The file through which a running agent reports to {@code eci-agent status}. */
public record HostStatus(Path file) {
  private static final Log LOG = Log.of(HostStatus.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Its content.
   *
   * @param pid of the agent
   * @param protection whether new containers are protected, as the policy file says
   * @param policySha256 of the version of the file that is in force
   * @param policyProblem why a newer version is not in force; empty if there is none
   * @param images problems with the digests of listed images
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Content(
      String version,
      long pid,
      boolean protection,
      String policyFile,
      String policySha256,
      String policySince,
      List<String> policies,
      List<String> policyNotes,
      String policyProblem,
      List<String> images,
      DockerState docker,
      HostSocketState socket) {
    public Content {
      // JSON of an agent that did not know these fields yet
      images = Objects.requireNonNullElse(images, List.of());
      socket = Objects.requireNonNullElse(socket, HostSocketState.UNKNOWN);
    }
  }

  /**
   * Of the agent that serves {@code socket}: the file is next to it.
   *
   * @param socket path at which eci-runtime finds the agent
   */
  public static HostStatus of(String socket) {
    return new HostStatus(Path.of(socket.replaceFirst("\\.sock$", "") + ".status.json"));
  }

  void write(
      String version,
      PolicyFileWatcher policies,
      List<String> images,
      DockerState docker,
      HostSocketState socket) {
    PolicyFileWatcher.State state = policies.state();
    Content content =
        new Content(
            version,
            ProcessHandle.current().pid(),
            state.set().isEnabled(),
            policies.file().toString(),
            state.sha256(),
            state.since().toString(),
            state.set().policies().stream().map(p -> p.name() + " " + p.mode()).toList(),
            state.set().notes(),
            state.problem(),
            images,
            docker,
            socket);
    try {
      byte[] text = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
      if (!Files.exists(file)
          || !FileDigests.sha256(Files.readAllBytes(file)).equals(FileDigests.sha256(text))) {
        AtomicFile.write(file, text, "rw-------");
      }
    } catch (IOException e) {
      LOG.warn("cannot write the status file", "file", file, "error", e.getMessage());
    }
  }

  /**
   * Empty if no agent runs on this host.
   *
   * @throws IOException if the file cannot be read, so that it is unknown whether one runs
   */
  public Optional<Content> read() throws IOException {
    Content content;
    try {
      content = JSON.readValue(Files.readAllBytes(file), Content.class);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is not a valid status file: " + e.getOriginalMessage(), e);
    }
    return ProcessHandle.of(content.pid()).isPresent() ? Optional.of(content) : Optional.empty();
  }

  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("cannot remove the status file", "file", file, "error", e.getMessage());
    }
  }
}
