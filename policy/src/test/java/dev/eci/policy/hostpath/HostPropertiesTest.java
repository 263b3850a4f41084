// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.hostpath.SocketExposure.ContainsSocket;
import dev.eci.policy.hostpath.SocketExposure.IsSocket;
import dev.eci.policy.testing.Gen;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** RES-2, RES-3: no spelling of a path changes the decision about it. */
class HostPropertiesTest {
  private static final HostPathAllowances ALLOWANCES =
      HostPathAllowances.parse(List.of("/srv", "/var/x"), List.of("/proc", "/var/lib/x"));

  @Test
  void canonicalPathsStayUnchanged() {
    forAll(1000, paths())
        .holds(written -> {
          var path = HostPath.of(written);

          assertThat(HostPath.of(path.value())).isEqualTo(path);
          assertThat("/" + String.join("/", path.segments())).isEqualTo(path.value());
          assertThat(path.segments()).doesNotContain("", ".", "..");
        });
  }

  @Test
  void detoursChangeNothing() {
    forAll(1000, paths(), detours(), Gen.ints(Integer.MIN_VALUE, Integer.MAX_VALUE))
        .holds((written, detour, where) -> {
          var path = HostPath.of(written);
          var longer = HostPath.parse(insert(written, detour, where));

          // in procfs a detour may itself pass through a link of a process, and is rejected
          assertThat(longer.isPresent() || path.startsWith(HostPath.of("/proc"))).isTrue();
          longer.ifPresent(other -> {
            assertThat(other).isEqualTo(path);
            assertThat(SocketExposure.of(other)).isEqualTo(SocketExposure.of(path));
          });
        });
  }

  @Test
  void resolvesVarRunToRun() {
    forAll(1000, names())
        .holds(below -> {
          String tail = String.join("/", below);

          assertThat(HostPath.of("/var/run/" + tail)).isEqualTo(HostPath.of("/run/" + tail));
        });
  }

  @Test
  void allAncestorsExposeSocket() {
    for (var place : RuntimeSocketCatalog.LOCATIONS) {
      for (int length = 0; length < place.pattern().size(); length++) {
        var ancestor = place.pattern().subList(0, length);
        var path = HostPath.of("/" + String.join("/", ancestor).replace("*", "1000"));

        assertThat(SocketExposure.of(path)).isInstanceOf(ContainsSocket.class);
        assertThat(ALLOWANCES.allows(path, true)).isFalse();
      }
    }
  }

  @Test
  void anySpellingExposesSocket() {
    forAll(1000, sockets(), detours(), Gen.ints(Integer.MIN_VALUE, Integer.MAX_VALUE))
        .holds((place, detour, where) -> {
          String path = "/" + String.join("/", place.pattern()).replace("*", "1000");
          String below = path.startsWith("/run/") ? "/var" + path : path;

          for (String spelling : List.of(path, below, insert(path, detour, where))) {
            SocketExposure reach = SocketExposure.of(HostPath.of(spelling));
            assertThat(reach.reachesSocket()).isTrue();
            assertThat(reach instanceof IsSocket).isEqualTo(!place.isSocketDirectory());
          }
        });
  }

  /** A path without exposure may be mounted: nothing below it exposes more than is known of it. */
  @Test
  void exposureGrowsTowardsTheRoot() {
    forAll(1000, paths())
        .holds(written -> {
          var path = HostPath.of(written);
          if (SocketExposure.of(path).reachesSocket() && !path.containsProcessLink()) {
            IntStream.range(0, path.segments().size())
                .mapToObj(i -> "/" + String.join("/", path.segments().subList(0, i)))
                .forEach(above ->
                    assertThat(SocketExposure.of(HostPath.of(above)).reachesSocket()).isTrue());
          }
        });
  }

  @Test
  void permitsOnlyPathsBelowAnAllowance() {
    forAll(1000, paths(), Gen.of(false, true))
        .holds((written, readOnly) -> {
          var path = HostPath.of(written);
          if (ALLOWANCES.allows(path, readOnly)) {
            assertThat(ALLOWANCES.allows(path, true)).isTrue();
            assertThat(path.value()).matches("/(srv|proc|var/x|var/lib/x)(/.*)?");
            assertThat(SocketExposure.of(path).reachesSocket()).isFalse();
            assertThat(path.containsProcessLink()).isFalse();
          }
        });
  }

  /** Paths without "..", of names that have a meaning. */
  private static Gen<String> paths() {
    return names().map(names -> "/" + String.join("/", names));
  }

  private static Gen<List<String>> names() {
    return Gen.of(
            "run",
            "var",
            "lib",
            "kubelet",
            "docker",
            "docker.sock",
            "containerd",
            "user",
            "proc",
            "self",
            "1",
            "root",
            "fd",
            "srv",
            "x",
            "lock",
            "dev",
            "plugins",
            ".",
            "")
        .list(0, 6);
  }

  private static Gen<String> detours() {
    var up = Gen.of("zz/..", "zz/yy/../..", "zz/./..", "..zz/..");
    var stay = Gen.of("", ".", "./.", "//");
    return stay.with(up, (a, b) -> a + "/" + b).with(stay, (ab, c) -> ab + "/" + c);
  }

  private static Gen<RuntimeSocketLocation> sockets() {
    return Gen.of(RuntimeSocketCatalog.LOCATIONS);
  }

  /** Inserts a detour that ends where it starts after one of the slashes. */
  private static String insert(String path, String detour, int where) {
    int[] slashes = IntStream.range(0, path.length()).filter(i -> path.charAt(i) == '/').toArray();
    int at = slashes[Math.floorMod(where, slashes.length)];
    return path.substring(0, at) + "/" + detour + path.substring(at);
  }
}
