// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** mountinfo: its paths and sources are chosen by the user who mounts. */
class MountTableFuzzTest {
  @DictionaryEntries({
    "21 1 8:1 / / rw - ext4 /dev/a rw\\x0A", "\\x5C040", "\\x5C134:",
        " - overlay overlay rw,lowerdir=", ",upperdir=/",
    ",workdir=/", "lowerdir+=", "datadir+=", " shared:1", "/srv/d"
  })
  @FuzzTest
  void mountsAreReadOrSkipped(byte[] mountinfo) {
    MountTable table = new MountTable(mountinfo.clone());
    for (String path : List.of("/", "/srv/d", "/run/docker.sock", "")) {
      table.mountsBelow(path);
      table.mountAt(path);
      table
          .mountContaining(path)
          .ifPresent(mount -> {
            assertThat(path).startsWith(mount.mountPoint().equals("/") ? "" : mount.mountPoint());
            table.aliasesOf(mount, path);
            table.earlierPath(mount, path);
          });
    }
    for (String line : new String(mountinfo, StandardCharsets.UTF_8).split("\n", -1)) {
      // the kernel shows no other mount points
      MountInfo.parse(line)
          .filter(mount -> mount.mountPoint().startsWith("/"))
          .ifPresent(MountTableFuzzTest::layers);
    }
  }

  /** Layers are absolute, and no name climbs. */
  private static void layers(MountInfo mount) {
    try {
      RootfsPlan.Overlay overlay = OverlayOptions.read(mount.superOptions(), mount.mountPoint());
      assertThat(overlay.lower())
          .isNotEmpty()
          .allMatch(layer -> layer.startsWith("/") && !(layer + "/").contains("/../"));
    } catch (InvalidSpecException e) {
      // what the reader documents
    }
  }
}
