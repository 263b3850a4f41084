// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import dev.eci.installer.containerd.ContainerdService;
import dev.eci.support.host.FileDigests;
import java.util.Optional;

/**
 * The files to install on a node.
 *
 * @param version of containerd's configuration format
 * @param dropIn path of the drop-in
 * @param mainText the main file with the import; empty if it stays unchanged
 * @param staged the main file with an import of the staging directory, for the dry run
 * @param runtimeConf the settings of eci-runtime
 */
record InstallPlan(
    ContainerdService containerd,
    int version,
    String dropIn,
    String dropInText,
    Optional<String> mainText,
    String staged,
    String runtimeConf) {

  /** Identifies what containerd must have loaded. The rest of its main file does not count. */
  String digest() {
    return FileDigests.sha256(String.join("\0", containerd.config(), dropIn, dropInText));
  }
}
