package dev.eci.policy.oci;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdmapSupportTest {
  @ParameterizedTest
  @CsvSource({
    "ext4, 5, 12, SHIFTED",
    "ext4, 5, 11, IMPOSSIBLE",
    "tmpfs, 6, 3, SHIFTED",
    "tmpfs, 6, 2, IMPOSSIBLE",
    "overlay, 6, 18, IMPOSSIBLE",
    "nfs4, 6, 18, IMPOSSIBLE",
    "unheard-of, 6, 18, IMPOSSIBLE",
    "fuse.sshfs, 6, 11, IMPOSSIBLE",
    "fuse.sshfs, 6, 12, UNCERTAIN",
    "fuse, 6, 12, UNCERTAIN",
    "virtiofs, 7, 0, UNCERTAIN",
    "fusectl, 6, 18, AS_IT_IS",
    "proc, 5, 10, AS_IT_IS",
  })
  void ofEachFileSystemSinceItsKernel(String type, int major, int minor, IdmapSupport support) {
    assertThat(IdmapSupport.of(type, new KernelRelease(major, minor))).isEqualTo(support);
  }
}
