// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An allowance covers where its own path leads, as long as only the host's root decides that. */
class AllowanceTargetsTest {
  private static final HostPath LOCALTIME = HostPath.of("/etc/localtime");
  private static final HostPath UTC = HostPath.of("/usr/share/zoneinfo/Etc/UTC");

  private static PathResolution resolution(String target, boolean rootControlled, String... links) {
    return new PathResolution(
        HostPath.of(target), Stream.of(links).map(HostPath::of).toList(), rootControlled);
  }

  private static List<HostPath> paths(String... paths) {
    return Arrays.stream(paths).map(HostPath::of).toList();
  }

  @Test
  void allowanceCoversItsTargetAndNothingElse() {
    HostPathAllowances allowances = HostPathAllowances.parse(List.of(), List.of("/etc/localtime"));
    AllowanceTargets targets =
        AllowanceTargets.of(
            Map.of(LOCALTIME, resolution(UTC.value(), true, "/etc/localtime")),
            List.of(),
            List.of());

    assertThat(allowances.allows(UTC, true, AllowanceTargets.NONE)).isFalse();
    assertThat(allowances.allows(UTC, true, targets)).isTrue();
    assertThat(allowances.allows(UTC, false, targets)).isFalse();
    assertThat(allowances.allows(UTC.parent(), true, targets)).isFalse();
    assertThat(allowances.allows(HostPath.of("/usr/share/zoneinfo/Etc/UTC2"), true, targets))
        .isFalse();
  }

  @Test
  void allowedDirectoryCoversWhatLiesBelowItsTarget() {
    HostPathAllowances allowances = HostPathAllowances.parse(List.of("/opt/app"), List.of());
    AllowanceTargets targets =
        AllowanceTargets.of(
            Map.of(HostPath.of("/opt/app"), resolution("/opt/app-2", true, "/opt/app")),
            paths("/opt/app"),
            List.of());

    assertThat(allowances.allows(HostPath.of("/opt/app-2/data"), false, targets)).isTrue();
    assertThat(allowances.allows(HostPath.of("/opt/app-1/data"), false, targets)).isFalse();
  }

  /** {@code path} and its link are allowed; {@code writable} is what containers can change. */
  @ParameterizedTest
  @CsvSource({
    "/etc/a, /etc/a, /usr/a, , true, true",
    "/var/lib/app, /var/lib/app, /opt/data, /var/lib/app, true, true",
    "/etc/a, /etc/a, /usr/a, , false, false", // its directory belongs to a user
    "/srv/a, /srv/a, /etc/x, , true, false", // user data, which any container may mount
    "/tmp/a, /tmp/a, /etc/x, , true, false",
    "/opt/app/current, /opt/app/current, /etc, /opt/app, true, false",
    "/opt/app/current, /opt/app/current, /etc, /opt, true, false",
    "/opt/to/x, /opt/real/x, /etc, /opt/to, true, false", // written through another link
    "/var/lib/docker/volumes/v/_data/a, /var/lib/docker/volumes/v/_data/a, /etc, , true, false",
    "/var/lib/kubelet/pods/a, /var/lib/kubelet/pods/a, /etc, , true, false",
    "/run/a, /run/a, /etc, , true, false",
    "/opt/engine/a, /opt/engine/a, /etc, , true, false", // the data root
    "/opt/local-path-provisioner/v/a, /opt/local-path-provisioner/v/a, /etc, , true, false",
    "/etc/mtab, /etc/mtab, /proc/1/mounts, , true, false",
    "/etc/a, /etc/a, /, , true, false",
    "/etc/a, /etc/a, /var/run/docker.sock, , true, false",
    "/etc/a, /etc/a, /run, , true, false"
  })
  void linkThatContainersOrUsersCanReplaceCountsForNothing(
      String path,
      String link,
      String target,
      String writable,
      boolean rootControlled,
      boolean is) {
    Map<HostPath, PathResolution> resolved =
        new HashMap<>(Map.of(HostPath.of("/opt/to"), resolution("/opt/real", true, "/opt/to")));
    resolved.put(HostPath.of(path), resolution(target, rootControlled, link));
    AllowanceTargets targets =
        AllowanceTargets.of(
            resolved, writable == null ? List.of() : paths(writable), paths("/opt/engine"));

    assertThat(targets.reaches(HostPath.of(path), HostPath.of(target))).isEqualTo(is);
  }

  @Test
  void everyLinkOnTheWayHasToBeTheHosts() {
    AllowanceTargets targets =
        AllowanceTargets.of(
            Map.of(
                LOCALTIME, resolution("/etc/shadow", true, "/etc/localtime", "/srv/zone/current")),
            List.of(),
            List.of());

    assertThat(targets).isEqualTo(AllowanceTargets.NONE);
  }
}
