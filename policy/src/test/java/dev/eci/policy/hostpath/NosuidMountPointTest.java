// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NosuidMountPointTest {
  @ParameterizedTest
  @CsvSource({
    "/home/u/project, /, /home",
    "/home/u/project, /home, /home",
    "/home/u/disk/x, /home/u/disk, /home/u/disk",
    "/srv, /, /srv",
    "/srv/x, /srv/x, /srv/x",
    "/tmp/x, /, /tmp",
    "/var/home/u/x, /, /var/home",
    "/opt/app/data, /, /opt/app/data",
    "/opt, /, /opt",
    "/big/data, /big, /big/data",
    "/var/www/site/a, /, /var/www/site/a",
    "/etc/ssl, /, /etc/ssl"
  })
  void coversUserDataOnly(String source, String mountPoint, String place) {
    assertThat(NosuidMountPoint.find(HostPath.of(source), HostPath.of(mountPoint)))
        .hasToString(place);
  }
}
