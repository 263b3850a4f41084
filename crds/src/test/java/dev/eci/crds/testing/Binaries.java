// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Paths of etcd, kube-apiserver and kubectl, in the layout of kube-api-test. */
final class Binaries {
  private static final String DIRECTORY = "KUBE_API_TEST_DIR";

  private Binaries() {}

  static Path find() {
    return in(
        Optional.ofNullable(System.getenv(DIRECTORY))
            .map(Path::of)
            .orElseGet(
                () -> Path.of(System.getProperty("user.home"), ".cache/eci-lab/kube-api-test")));
  }

  static Path in(Path directory) {
    if (!Files.isDirectory(directory.resolve("k8s"))) {
      throw new IllegalStateException(
          "these tests need kube-apiserver, etcd and kubectl, and %s is not there; run `src/test/lab/lab binaries`, or set %s to a directory with k8s/<version>-linux-amd64/"
              .formatted(directory.resolve("k8s"), DIRECTORY));
    }
    return directory;
  }
}
