// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import dev.eci.webhook.tls.TestCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A mounted Secret as the kubelet writes it (AtomicWriter): file names are links through {@code
 * ..data}, which is replaced in one step.
 */
public final class SecretVolume {
  private final Path directory;
  private int written;

  public SecretVolume(Path directory) {
    this.directory = directory;
  }

  public void write(TestCa.Issued issued) {
    try {
      Path version = Files.createDirectory(directory.resolve("..version_" + written));
      Files.writeString(version.resolve("tls.crt"), issued.certificate());
      Files.writeString(version.resolve("tls.key"), issued.key());
      Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), version.getFileName());
      Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
      if (written == 0) {
        link("tls.crt");
        link("tls.key");
      }
      written++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void link(String name) throws IOException {
    Files.createSymbolicLink(directory.resolve(name), Path.of("..data", name));
  }
}
