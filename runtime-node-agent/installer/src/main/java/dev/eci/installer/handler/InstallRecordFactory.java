// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.FileDigests;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Creates the content of installed.json from the plan and from an earlier installation's record.
 */
record InstallRecordFactory(HostRoot root, Installer.Settings settings) {
  InstallRecord create(
      InstallPlan installPlan, ContainerdConfigFile main, Optional<InstallRecord> earlier)
      throws IOException {
    Optional<InstallRecord> same = earlier.filter(e -> e.dropIn().equals(installPlan.dropIn()));
    String missing = DropInStep.missingAbove(root, installPlan.dropIn());
    return new InstallRecord(
        settings.version(),
        installPlan.containerd(),
        FileDigests.sha256(Files.readAllBytes(settings.launcher())),
        installPlan.dropIn(),
        FileDigests.sha256(ByteStrings.of(installPlan.dropInText())),
        missing != null ? missing : same.map(InstallRecord::createdDirectory).orElse(null),
        installPlan.mainText().isPresent()
            ? main.text().map(text -> FileDigests.sha256(ByteStrings.of(text))).orElse(null)
            : null,
        same.map(InstallRecord::loaded).orElse(null),
        earlier.map(InstallRecord::rejected).orElse(null),
        earlier.map(InstallRecord::rejectedBecause).orElse(null));
  }
}
