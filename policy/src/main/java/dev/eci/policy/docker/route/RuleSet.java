package dev.eci.policy.docker.route;

import java.util.Locale;

/** By which rules an operation is judged, beyond the command list. */
public enum RuleSet {
  /** By none. */
  NOTHING("-"),
  /** The body of a container to be created. */
  CREATE,
  /** New limits of a container. */
  UPDATE,
  /** It runs something in a container, or reaches its files: which container is what matters. */
  INTO,
  /** As {@link #INTO}, by the id of an exec instance. */
  EXEC,
  /** As {@link #INTO}, and files of a checkpoint on the node. */
  CHECKPOINT,
  /** A volume's driver options. */
  VOLUME,
  /** A network's driver. */
  NETWORK,
  /** The network that a container is connected to. */
  CONNECT,
  /** What a swarm service runs. */
  SERVICE,
  /** The options of a build. */
  BUILD,
  /** What a build asks BuildKit for. */
  SOLVE,
  /** It puts code on the node that no container holds (engine plugins). */
  PLUGIN,
  /** It manages the node rather than containers: not for callers in containers. */
  NODE;

  private final String word;

  RuleSet() {
    this.word = name().toLowerCase(Locale.ROOT);
  }

  RuleSet(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
