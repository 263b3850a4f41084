package dev.eci.agent.runtime;

import dev.eci.crds.read.Policies;
import java.util.Map;
import java.util.Optional;

/** What the runtime service knows of the cluster. Answers from memory. */
public interface ClusterView {
  /** Whether policies and namespaces have been read completely since the start. */
  boolean ready();

  Policies policies();

  /** Empty if the namespace is not known (yet). */
  Optional<Map<String, String>> namespaceLabels(String namespace);
}
