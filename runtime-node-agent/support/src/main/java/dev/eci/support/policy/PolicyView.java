// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.policy;

import dev.eci.crds.conversion.PolicySnapshot;
import java.util.Map;
import java.util.Optional;

/** The policies and namespaces that the runtime service reads. All methods return from memory. */
public interface PolicyView {
  /** Whether all policies and namespaces have been read since the start. */
  boolean isReady();

  PolicySnapshot policies();

  /** Empty if the namespace is not known, or not known yet. */
  Optional<Map<String, String>> namespaceLabels(String namespace);
}
