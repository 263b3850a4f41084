// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdmapSupportTest {
  @ParameterizedTest
  @CsvSource({
    "ext4, 5, 12, SUPPORTED",
    "ext4, 5, 11, UNSUPPORTED",
    "tmpfs, 6, 3, SUPPORTED",
    "tmpfs, 6, 2, UNSUPPORTED",
    "overlay, 6, 18, UNSUPPORTED",
    "nfs4, 6, 18, UNSUPPORTED",
    "unheard-of, 6, 18, UNSUPPORTED",
    "fuse.sshfs, 6, 11, UNSUPPORTED",
    "fuse.sshfs, 6, 12, UNKNOWN",
    "fuse, 6, 12, UNKNOWN",
    "virtiofs, 7, 0, UNKNOWN",
    "fusectl, 6, 18, NOT_NEEDED",
    "proc, 5, 10, NOT_NEEDED",
  })
  void dependsOnFileSystemAndKernel(String type, int major, int minor, IdmapSupport support) {
    assertThat(IdmapSupport.of(type, new KernelRelease(major, minor))).isEqualTo(support);
  }
}
