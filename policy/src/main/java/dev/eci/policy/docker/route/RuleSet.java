// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

import java.util.Locale;

/** The rules that evaluate an operation, in addition to the command list. */
public enum RuleSet {
  /** No rules. */
  NOTHING("-"),
  /** The body of a container to be created. */
  CREATE,
  /** New limits of a container. */
  UPDATE,
  /** It runs something in a container, or accesses its files: the container decides. */
  INTO,
  /** As {@link #INTO}, by the ID of an exec instance. */
  EXEC,
  /** It reads or changes a container from outside: on a Kubernetes node the container decides. */
  OWN,
  /** As {@link #OWN}, by the ID of an exec instance. */
  OWNEXEC,
  /** As {@link #INTO}, and files of a checkpoint on the node. */
  CHECKPOINT,
  /** It reads or removes a volume: on a Kubernetes node the volume decides. */
  OWNVOLUME,
  /** It reads or removes a network: on a Kubernetes node the network decides. */
  OWNNETWORK,
  /** It removes unused objects, also those of other owners. */
  PRUNE,
  /** A volume's driver options. */
  VOLUME,
  /** A network's driver. */
  NETWORK,
  /** The network that a container is connected to or disconnected from. */
  CONNECT,
  /** What a swarm service runs. */
  SERVICE,
  /** The options of a build. */
  BUILD,
  /** The options of a BuildKit Solve. */
  SOLVE,
  /** It runs code on the node that no container isolates (engine plugins). */
  PLUGIN,
  /** Other hosts may then tell the engine what to run. */
  SWARM,
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
