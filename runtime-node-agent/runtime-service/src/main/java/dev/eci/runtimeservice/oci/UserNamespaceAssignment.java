// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.idrange.IdMap;

/** The user namespace that a container runs in. */
sealed interface UserNamespaceAssignment {
  /** The engine (CRI with user namespaces) added one and ID-mapped all files itself. */
  record EngineAssigned() implements UserNamespaceAssignment {}

  /** A new user namespace with private IDs. */
  record NewNamespace(IdMap ids) implements UserNamespaceAssignment {}

  /**
   * The user namespace of another container.
   *
   * @param path in the notation of config.json: /proc/PID/ns/user
   */
  record SharedNamespace(IdMap ids, String path) implements UserNamespaceAssignment {}
}
