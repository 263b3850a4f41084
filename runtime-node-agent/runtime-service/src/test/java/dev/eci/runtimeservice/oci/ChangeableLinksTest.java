// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R4: what changes between the create and the start of a container. */
class ChangeableLinksTest {
  private static final String VOLUME = "/var/lib/docker/volumes/v/_data";

  private static final MountTable MOUNTS =
      new MountTable(
          """
          1 0 8:1 / / rw - ext4 /dev/sda1 rw
          2 1 8:1 /home/admin/ssh /var/lib/docker/volumes/v/_data rw - ext4 /dev/sda1 rw
          3 1 8:1 /home/u/real /var/lib/docker/volumes/w/_data rw - ext4 /dev/sda1 rw
          """
              .getBytes(StandardCharsets.UTF_8));

  @TempDir Path node;

  @BeforeEach
  void makeHomes() throws IOException {
    for (String directory : new String[] {"home/admin/ssh", "home/u/real", "tmp", "srv"}) {
      Files.createDirectories(node.resolve(directory));
    }
    // as users' directories are, for a test that runs as root
    for (String directory : new String[] {"home/admin", "home/u", "tmp"}) {
      Files.setPosixFilePermissions(
          node.resolve(directory), PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    link("home/u/to-admin", "/home/admin/ssh");
    link("home/u/to-own", "/home/u/real");
    link("tmp/to-admin", "/home/admin/ssh");
  }

  private void link(String link, String target) throws IOException {
    Files.createSymbolicLink(node.resolve(link), Path.of(target));
  }

  private boolean reaches(String written, String shown) throws IOException {
    HostRoot root = new HostRoot(node);
    return new ChangeableLinks(root, "/var/lib/docker")
        .reaches(written, root.real(written), shown, MOUNTS);
  }

  @Test
  void findsLinksIntoHomeOfOther() throws IOException {
    assertThat(reaches("/home/u/to-admin", "/home/admin/ssh")).isTrue();
    assertThat(reaches("/tmp/to-admin", "/home/admin/ssh")).isTrue();
    assertThat(reaches("/home/u/to-own", "/home/u/real")).isFalse();
    assertThat(reaches("/home/admin/ssh", "/home/admin/ssh")).isFalse();
  }

  /** The engine mounts a volume's device when the container starts, and follows links. */
  @Test
  void findsVolumeWhoseDeviceBecameLink() throws IOException {
    volume("v", "/home/u/to-admin");
    assertThat(reaches(VOLUME, "/home/admin/ssh")).isTrue();
    // and the link is gone again
    volume("v", "/home/u/real");
    assertThat(reaches(VOLUME, "/home/admin/ssh")).isTrue();
    volume("v", "/home/admin/ssh");
    assertThat(reaches(VOLUME, "/home/admin/ssh")).isFalse();
    volume("w", "/home/u/to-own");
    assertThat(reaches("/var/lib/docker/volumes/w/_data/part", "/home/u/real/part")).isFalse();
  }

  private void volume(String name, String device) throws IOException {
    Path directory = node.resolve("var/lib/docker/volumes/" + name);
    Files.createDirectories(directory.resolve("_data"));
    Files.writeString(
        directory.resolve("opts.json"),
        "{\"MountType\":\"none\",\"MountOpts\":\"bind\",\"MountDevice\":\"%s\",\"Quota\":{\"Size\":0}}"
            .formatted(device));
  }
}
