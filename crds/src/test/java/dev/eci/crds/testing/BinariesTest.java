// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.testing;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without the API server binary, tests fail with the remedy; they are not skipped. */
class BinariesTest {
  @Test
  void missingOnesAreNamedWithTheCommandThatMakesThem(@TempDir Path empty) {
    assertThatIllegalStateException()
        .isThrownBy(() -> Binaries.in(empty))
        .withMessageContaining(empty.resolve("k8s").toString())
        .withMessageContaining("src/test/lab/lab binaries")
        .withMessageContaining("KUBE_API_TEST_DIR");
  }
}
