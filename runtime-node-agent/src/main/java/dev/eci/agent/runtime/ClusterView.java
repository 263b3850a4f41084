package dev.eci.agent.runtime;

import dev.eci.crds.read.PolicyReader.Result.Invalid;
import dev.eci.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the runtime service knows of the cluster. Answers from memory. */
public interface ClusterView {
  /** Whether policies and namespaces have been read completely since the start. */
  boolean ready();

  Policies policies();

  /** Empty if the namespace is not known (yet). */
  Optional<Map<String, String>> namespaceLabels(String namespace);

  /**
   * The enabled policies at one moment.
   *
   * @param invalid those that could not be read
   */
  record Policies(List<Policy> valid, List<Invalid> invalid) {
    public Policies {
      valid = List.copyOf(valid);
      invalid = List.copyOf(invalid);
    }
  }
}
