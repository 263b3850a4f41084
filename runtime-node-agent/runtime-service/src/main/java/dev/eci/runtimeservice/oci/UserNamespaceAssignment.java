package dev.eci.runtimeservice.oci;

import dev.eci.policy.idrange.IdRange;

/** Whose ids a container runs with. */
sealed interface UserNamespaceAssignment {
  /** The engine (CRI with user namespaces) made a user namespace and shifted all files itself. */
  record EngineAssigned() implements UserNamespaceAssignment {}

  /** A new user namespace with a range of its own. */
  record NewNamespace(IdRange range) implements UserNamespaceAssignment {}

  /**
   * The user namespace of another container.
   *
   * @param path as config.json names namespaces: /proc/PID/ns/user
   */
  record SharedNamespace(IdRange range, String path) implements UserNamespaceAssignment {}
}
