package dev.eci.agent.oci;

import dev.eci.policy.range.IdRange;

/** Whose ids a container runs with. */
sealed interface Identity {
  /** The engine (CRI with user namespaces) made a user namespace and shifted all files itself. */
  record Engines() implements Identity {}

  /** A new user namespace with a range of its own. */
  record New(IdRange range) implements Identity {}

  /**
   * The user namespace of another container.
   *
   * @param path as config.json names namespaces: /proc/PID/ns/user
   */
  record Joined(IdRange range, String path) implements Identity {}
}
