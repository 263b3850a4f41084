// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.policy;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.file.InvalidPolicyFileException;
import dev.eci.crds.file.PolicyFile;
import dev.eci.crds.file.PolicySet;
import dev.eci.crds.file.PolicyTarget;
import dev.eci.support.host.FileDigests;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The policies in force on a host without Kubernetes. If the file is invalid or missing, its last
 * valid version stays in force.
 */
public final class PolicyFileWatcher implements PolicyView {
  private static final Log LOG = Log.of(PolicyFileWatcher.class);

  private final Path file;
  private volatile State state;

  /**
   * The state of the file.
   *
   * @param sha256 of the version in force
   * @param problem why a newer version is not in force; empty if there is none
   */
  public record State(PolicySet set, String sha256, Instant since, String problem) {}

  private PolicyFileWatcher(Path file, State state) {
    this.file = file;
    this.state = state;
  }

  public static PolicyFileWatcher open(Path file) throws IOException, InvalidPolicyFileException {
    byte[] content = PolicyFile.bytes(file);
    State state =
        new State(
            PolicyFile.parse(content, PolicyTarget.DOCKER_HOST),
            FileDigests.sha256(content),
            Instant.now(),
            "");
    PolicyFileWatcher watched = new PolicyFileWatcher(file, state);
    watched.logChange(state.set());
    return watched;
  }

  /**
   * Reads the content again, so any kind of change is found (an edit, a rename, another link
   * target).
   *
   * @return whether another version is in force now
   */
  public synchronized boolean reloadIfChanged() {
    State was = state;
    try {
      byte[] content = PolicyFile.bytes(file);
      String sha256 = FileDigests.sha256(content);
      if (sha256.equals(was.sha256())) {
        clearProblem(was);
        return false;
      }
      State next =
          new State(PolicyFile.parse(content, PolicyTarget.DOCKER_HOST), sha256, Instant.now(), "");
      state = next;
      logChange(next.set());
      return true;
    } catch (IOException e) {
      problem(was, "%s cannot be read: %s".formatted(file, e));
    } catch (InvalidPolicyFileException e) {
      problem(was, "%s is not valid: %s".formatted(file, e.getMessage()));
    }
    return false;
  }

  public State state() {
    return state;
  }

  public Path file() {
    return file;
  }

  private void clearProblem(State was) {
    if (!was.problem().isEmpty()) {
      LOG.info("policy file unchanged, keeping current policies", "file", file);
      state = new State(was.set(), was.sha256(), was.since(), "");
    }
  }

  private void problem(State was, String problem) {
    if (!was.problem().equals(problem)) {
      LOG.warn("invalid policy file, its last valid version stays in force", "because", problem);
      state = new State(was.set(), was.sha256(), was.since(), problem);
    }
  }

  private void logChange(PolicySet set) {
    set.notes().forEach(note -> LOG.warn("policy file: " + note, "file", file));
    LOG.info(
        "policies in force",
        "file",
        file,
        "policies",
        set.policies().stream().map(p -> p.name() + " " + p.mode()).sorted().toList());
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public PolicySnapshot policies() {
    return state.set().inForce();
  }

  /** There are no namespaces. A container that names one comes from a kubelet; policies apply. */
  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    return Optional.of(Map.of());
  }
}
