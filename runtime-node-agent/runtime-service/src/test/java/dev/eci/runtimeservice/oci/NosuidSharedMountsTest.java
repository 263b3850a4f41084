// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.oci.KernelRelease;
import dev.eci.runtimeservice.oci.BindSource.SetUserId;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NosuidRemounter;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks which directories of a host are mounted nosuid for which mounts of a container. */
class NosuidSharedMountsTest {
  private static final String DISK = "21 1 8:1 / / rw - ext4 /dev/a rw\n";

  @TempDir Path node;
  private final List<String> remounted = new ArrayList<>();

  private class RecordingRemounter implements NosuidRemounter {
    @Override
    public void remount(String directory) throws IOException {
      remounted.add(directory);
    }

    @Override
    public boolean isManaged(String directory) {
      return remounted.contains(directory);
    }
  }

  @BeforeEach
  void createDirectories() throws IOException {
    Files.setPosixFilePermissions(node, PosixFilePermissions.fromString("rwxr-xr-x"));
    make("srv/app", "rwxr-xr-x");
    make("home/u/d", "rwx------");
    make("var/lib/docker/volumes/v/_data", "rwxrwxrwx");
    Files.setPosixFilePermissions(
        node.resolve("var/lib/docker"), PosixFilePermissions.fromString("rwx--x---"));
  }

  private void make(String path, String mode) throws IOException {
    Files.setPosixFilePermissions(
        Files.createDirectories(node.resolve(path)), PosixFilePermissions.fromString(mode));
  }

  private List<BindSource> rewrite(String mounts, String table)
      throws InvalidSpecException, CreateDeniedException {
    return new SpecRewriter(
            new InMemoryRanges(),
            new HostRoot(node),
            node,
            new KernelRelease(6, 18),
            Optional.of(new RecordingRemounter()))
        .prepare(
            new ContainerBundle("x", "/b"),
            SpecSamples.parse(
                "{\"root\":{\"path\":\"/r\"},\"linux\":{},\"mounts\":[%s]}"
                    .formatted(mounts)
                    .getBytes(StandardCharsets.UTF_8)),
            new MountTable(table.getBytes(StandardCharsets.UTF_8)),
            65536)
        .complete(false)
        .plan()
        .binds();
  }

  private static String bind(String source, String option) {
    return "{\"destination\":\"/d\",\"type\":\"bind\",\"source\":\"%s\",\"options\":[\"rbind\",\"%s\"]}"
        .formatted(source, option);
  }

  @Test
  void remountsDirectoryReachableByOthers() throws Exception {
    assertThat(rewrite(bind("/srv/app", "rw") + "," + bind("/home/u/d", "ro"), DISK))
        .extracting(BindSource::setUserId)
        .containsExactly(SetUserId.IN_CONTAINER_ONLY, SetUserId.AS_IT_IS);
    assertThat(remounted).containsExactly("/srv");
  }

  @Test
  void skipsDirectoryReachableByRootOnly() throws Exception {
    assertThat(rewrite(bind("/var/lib/docker/volumes/v/_data", "rw"), DISK))
        .extracting(BindSource::setUserId)
        .containsExactly(SetUserId.AS_IT_IS);
    assertThat(remounted).isEmpty();
  }

  @Test
  void skipsMountThatIsNosuidAlready() throws Exception {
    String table = DISK + "22 21 8:2 / /srv rw,nosuid - ext4 /dev/b rw\n";
    assertThat(rewrite(bind("/srv/app", "rw"), table))
        .extracting(BindSource::setUserId)
        .containsExactly(SetUserId.NOT_ON_NODE);
    assertThat(remounted).isEmpty();
  }

  @Test
  void remountsUserDirectoryBehindVolume() throws Exception {
    String table =
        DISK + "22 21 8:1 /srv/app /var/lib/docker/volumes/v/_data rw - ext4 /dev/a rw\n";
    assertThat(rewrite(bind("/var/lib/docker/volumes/v/_data", "rw"), table))
        .extracting(BindSource::setUserId)
        .containsExactly(SetUserId.AS_IT_IS);
    assertThat(remounted).containsExactly("/srv");
  }

  @Test
  void remountsMountsBelow() throws Exception {
    String table =
        DISK
            + "22 21 8:1 / / rw - ext4 /dev/a rw\n"
            + "23 22 8:2 / /srv rw,nosuid - ext4 /dev/b rw\n"
            + "24 23 8:3 / /srv/app/disk rw - xfs /dev/c rw\n";
    rewrite(bind("/srv/app", "rw"), table);
    assertThat(remounted).containsExactly("/srv/app/disk");
  }

  @Test
  void remountsHomesAndAllowedNodeDirectories() throws Exception {
    make("etc/app", "rwxr-xr-x");
    rewrite(bind("/home/u/d", "rw") + "," + bind("/etc/app", "rw"), DISK);
    assertThat(remounted).containsExactly("/home", "/etc/app");
  }

  @Test
  void skipsSocketInRootOnlyDirectory() throws Exception {
    make("run", "rwxr-xr-x");
    make("srv/shared", "rwxrwxrwx");
    try (ServerSocketChannel engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        ServerSocketChannel users = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      engine.bind(UnixDomainSocketAddress.of(node.resolve("run/docker.sock")));
      users.bind(UnixDomainSocketAddress.of(node.resolve("srv/shared/s")));
      rewrite(bind("/run/docker.sock", "rw"), DISK);
      assertThat(remounted).isEmpty();
      // in a directory that others can write to, the socket can be replaced at any time
      rewrite(bind("/srv/shared/s", "rw"), DISK);
      assertThat(remounted).containsExactly("/srv");
    }
  }

  @Test
  void rejectsContainerWhenRemountFails() {
    assertThatThrownBy(() ->
            new SpecRewriter(
                    new InMemoryRanges(),
                    new HostRoot(node),
                    node,
                    new KernelRelease(6, 18),
                    Optional.of(
                        new RecordingRemounter() {
                          @Override
                          public void remount(String directory) throws IOException {
                            throw new IOException("no such mount");
                          }
                        }))
                .prepare(
                    new ContainerBundle("x", "/b"),
                    SpecSamples.parse(
                        "{\"root\":{\"path\":\"/r\"},\"linux\":{},\"mounts\":[%s]}"
                            .formatted(bind("/srv/app", "rw"))
                            .getBytes(StandardCharsets.UTF_8)),
                    new MountTable(DISK.getBytes(StandardCharsets.UTF_8)),
                    65536)
                .complete(false))
        .isInstanceOf(CreateDeniedException.class)
        .hasMessageContaining("\"/srv/app\"")
        .hasMessageContaining("no such mount");
  }
}
