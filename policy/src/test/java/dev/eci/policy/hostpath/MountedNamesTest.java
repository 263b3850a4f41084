// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R7: what a directory of a Docker host is, whatever it is called. */
class MountedNamesTest {
  /** Mount tables, as {@code device root mountPoint}, the oldest first. */
  private static final String ONE_DISK = "8:1 / /";

  private static final String BINDS =
      """
      8:1 / /
      8:1 /srv /srv
      8:1 /etc /srv/chroot/etc
      8:1 / /mnt/all
      8:1 /tmp /run/schroot/mount/1/tmp
      8:1 /home/u/d /var/lib/docker/volumes/v/_data
      8:1 /home/u/www /var/www/html
      8:1 /home/u/log /var/log
      8:1 /data/ssl /etc/ssl/private
      8:1 /data/tool /usr/local/lib/tool
      0:30 / /run
      0:30 /user /srv/users
      0:30 / /srv/run
      """;

  /** A second disk, with the engine's data root and /var/log on it. */
  private static final String DATA_DISK =
      """
      8:1 / /
      8:17 / /data
      8:17 /docker /var/lib/docker
      8:17 /log /var/log
      8:17 /mysql /var/lib/mysql
      """;

  /** As Debian's and Ubuntu's installers make subvolumes, with the top level mounted, too. */
  private static final String BTRFS =
      """
      0:25 /@ /
      0:25 /@home /home
      0:25 /@srv /srv
      0:25 / /mnt/pool
      0:25 / /run/pool
      """;

  private static final String OSTREE =
      """
      253:1 / /sysroot
      0:40 / /
      253:1 /ostree/deploy/os/deploy/1/etc /etc
      253:1 /ostree/deploy/os/var /var
      """;

  private record Mount(String device, String root, String mountPoint) implements FileSystemMount {}

  @ParameterizedTest
  @CsvSource({
    "one disk,/home/u,",
    "one disk,/srv/x,",
    "one disk,/data,",
    "binds,/srv/x,",
    "binds,/srv/chroot/etc,/etc",
    "binds,/srv/chroot/etc/ssl,/etc/ssl",
    "binds,/mnt/all/etc,/etc",
    "binds,/mnt/all,/",
    "binds,/tmp/x,",
    "binds,/home/u/d,",
    "binds,/home/u/www,",
    "binds,/home/u/log,/var/log",
    "binds,/home/u,/var/log",
    "binds,/data/ssl,/etc/ssl/private",
    "binds,/data,/etc/ssl/private",
    "binds,/data/tool/bin,/usr/local/lib/tool/bin",
    "binds,/srv/run,/run",
    "binds,/srv/users/0,/run/user/0",
    "data disk,/data/docker,/var/lib/docker",
    "data disk,/data/docker/volumes,/var/lib/docker/volumes",
    "data disk,/data/log/x,/var/log/x",
    "data disk,/data/mysql,",
    "data disk,/data,/var/lib/docker",
    "data disk,/data/projects,",
    "btrfs,/home/u,",
    "btrfs,/srv/x,",
    "btrfs,/mnt/pool/@home/u,/home/u",
    "btrfs,/mnt/pool/@/etc,/etc",
    "btrfs,/mnt/pool/@,/",
    "btrfs,/mnt/pool,/",
    "btrfs,/mnt/pool/snapshots/1/etc,/",
    "ostree,/var/home/u,",
    "ostree,/var/srv/x,"
  })
  void findsOtherNames(String table, String path, String name) {
    List<String> names = names(table, path);
    if (name == null) {
      assertThat(names).allMatch(other -> isData(HostPath.of(other)));
    } else {
      assertThat(names).contains(name);
    }
  }

  private static boolean isData(HostPath path) {
    return !SystemDirectories.contains(path);
  }

  private static List<String> names(String table, String path) {
    String mounts =
        switch (table) {
          case "one disk" -> ONE_DISK;
          case "binds" -> BINDS;
          case "data disk" -> DATA_DISK;
          case "btrfs" -> BTRFS;
          default -> OSTREE;
        };
    return new MountedNames(mounts.lines().flatMap(MountedNamesTest::mount).toList(), engine())
        .of(path).stream().map(HostPath::value).toList();
  }

  private static Stream<Mount> mount(String line) {
    String[] words = line.strip().split(" ");
    return Stream.of(new Mount(words[0], words[1], words[2]));
  }

  private static DockerEngineLayout engine() {
    return new DockerEngineLayout(HostPath.of("/var/lib/docker"), Set.of(), List.of());
  }
}
