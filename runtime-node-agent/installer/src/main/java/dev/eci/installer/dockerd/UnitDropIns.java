// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Installs the drop-ins of dockerd's systemd units. */
record UnitDropIns(
    HostRoot root,
    BuildKitRuntime buildKitRuntime,
    SocketUnit socketUnit,
    DockerInstallRecordFile records) {
  /** The record is written before each drop-in. */
  void install(Dockerd dockerd) throws IOException {
    installForBuilds(dockerd);
    installForSocket(dockerd);
  }

  private void installForBuilds(Dockerd dockerd) throws IOException {
    Optional<String> path = buildKitRuntime.dropIn(dockerd);
    Optional<DockerInstallRecord> record = records.read();
    if (path.isPresent() && record.isPresent()) {
      if (!path.get().equals(record.get().dropIn())) {
        records.write(record.get().withDropIn(path.get()));
      }
      buildKitRuntime.install(path.get());
    }
  }

  private void installForSocket(Dockerd dockerd) throws IOException {
    Optional<SystemdDropIn> dropIn = socketUnit.dropIn(dockerd);
    Optional<DockerInstallRecord> record = records.read();
    if (dropIn.isEmpty() || record.isEmpty()) {
      return;
    }
    String path = dropIn.get().path();
    boolean known = path.equals(record.get().socketDropIn());
    if (known && Files.exists(root.locate(path))) {
      return;
    }
    Optional<String> settings = socketUnit.settings(dockerd);
    if (settings.isPresent()) {
      if (!known) {
        records.write(record.get().withSocketDropIn(path));
      }
      dropIn.get().install(settings.get());
    }
  }
}
