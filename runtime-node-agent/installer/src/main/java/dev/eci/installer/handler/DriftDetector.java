// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import dev.eci.installer.step.InstallPaths;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.FileDigests;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Detects whether the installed files have changed. It checks only files of ECI: other changes of
 * containerd's configuration are not a reason to restart containerd.
 */
public record DriftDetector(HostRoot root) {
  public boolean isDetected(InstallRecord installRecord) throws IOException {
    return !matches(InstallPaths.LAUNCHER, installRecord.launcherSha256())
        || !matches(installRecord.dropIn(), installRecord.dropInSha256())
        || !Files.isRegularFile(root.locate(InstallPaths.RUNTIME_CONF))
        || isImportLost(installRecord);
  }

  private boolean isImportLost(InstallRecord installRecord) throws IOException {
    String own = ContainerdConfigFile.importsDirectory(installRecord.engine());
    return installRecord.dropIn().startsWith(own + "/")
        && ByteStrings.read(root.locate(installRecord.engine().config()))
            .map(text -> !text.contains(own + "/"))
            .orElse(true);
  }

  private boolean matches(String path, String sha256) throws IOException {
    Path file = root.locate(path);
    return Files.isRegularFile(file) && FileDigests.sha256(Files.readAllBytes(file)).equals(sha256);
  }
}
