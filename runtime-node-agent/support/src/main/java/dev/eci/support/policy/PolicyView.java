package dev.eci.support.policy;

import dev.eci.crds.conversion.PolicySnapshot;
import java.util.Map;
import java.util.Optional;

/** What the runtime service knows of the cluster. Answers from memory. */
public interface PolicyView {
  /** Whether policies and namespaces have been read completely since the start. */
  boolean isReady();

  PolicySnapshot policies();

  /** Empty if the namespace is not known (yet). */
  Optional<Map<String, String>> namespaceLabels(String namespace);
}
