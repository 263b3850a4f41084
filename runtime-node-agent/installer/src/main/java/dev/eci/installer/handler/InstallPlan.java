package dev.eci.installer.handler;

import dev.eci.installer.containerd.ContainerdService;
import dev.eci.support.host.FileDigests;
import java.util.Optional;

/**
 * What shall lie on the node.
 *
 * @param version of the engine's configuration format
 * @param dropIn path of the drop-in
 * @param mainText the main file with our import; empty if it is left alone
 * @param staged the main file with an import of the staging directory, for the check beforehand
 * @param runtimeConf text of the launcher's own settings
 */
record InstallPlan(
    ContainerdService engine,
    int version,
    String dropIn,
    String dropInText,
    Optional<String> mainText,
    String staged,
    String runtimeConf) {

  /** What the engine must have loaded; the rest of its main file is not ours. */
  String digest() {
    return FileDigests.sha256(String.join("\0", engine.config(), dropIn, dropInText));
  }
}
