// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.crash;

import java.util.Set;
import java.util.TreeSet;

/**
 * The model of one container: what the engine promised its user. A command that failed may have had
 * its effect or not.
 */
final class PromisedContainer {
  private boolean exists;

  /**
   * The values that its volume and its bind mount may have; what was acknowledged is the only one.
   */
  private Set<String> data = new TreeSet<>(Set.of(""));

  /** The values that a file of its root file system may have. */
  private Set<String> own = new TreeSet<>(Set.of(""));

  boolean exists() {
    return exists;
  }

  void created() {
    exists = true;
    own = new TreeSet<>(Set.of(""));
  }

  void removed() {
    exists = false;
  }

  void written(String value, boolean acknowledged) {
    if (acknowledged) {
      data = new TreeSet<>();
      own = new TreeSet<>();
    }
    data.add(value);
    own.add(value);
  }

  Set<String> data() {
    return data;
  }

  Set<String> own() {
    return own;
  }
}
