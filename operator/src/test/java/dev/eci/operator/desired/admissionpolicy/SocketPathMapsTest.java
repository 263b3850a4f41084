// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.RuntimeSocketEntry;
import dev.eci.policy.hostpath.RuntimeSocketKind;
import dev.eci.policy.hostpath.SocketExposure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lookups find what the module policy finds, for every path, its neighbours and random paths. */
class SocketPathMapsTest {
  @ParameterizedTest
  @MethodSource
  void agreesWithSocketExposure(String path) {
    HostPath canonical = HostPath.of(path);
    String slashed = canonical.value().equals("/") ? "/" : canonical.value() + "/";
    String key = slashed.replaceFirst("^/run/user/[^/]+/", "/run/user/*/");
    String file = SocketPathMaps.files().get(key);
    switch (SocketExposure.of(canonical)) {
      case SocketExposure.IsSocket at -> assertThat(file).isEqualTo(at.socket().displayName());
      case SocketExposure.ContainsSocket through -> {
        assertThat(file).isNull();
        assertThat(through(key)).isEqualTo(through.socket().displayName());
      }
      case SocketExposure.None ignored -> {
        assertThat(file).isNull();
        assertThat(through(key)).isNull();
      }
    }
  }

  /** As FallbackRules looks it up. */
  private static @Nullable String through(String key) {
    if (Pattern.compile(SocketPathMaps.LINKS).matcher(key).find()) {
      return RuntimeSocketKind.DOCKER.displayName();
    }
    List<String> names = List.of(key.substring(1).split("/"));
    return SocketPathMaps.depths().stream()
        .filter(depth -> depth <= names.size())
        .map(depth -> "/" + String.join("/", names.subList(0, depth)) + "/")
        .map(SocketPathMaps.trees()::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(() -> SocketPathMaps.above().get(key));
  }

  static Stream<String> agreesWithSocketExposure() {
    List<String> paths = new ArrayList<>(List.of("/", "/proc/1/root/x", "/proc/1/task/2/fd/3"));
    List<String> names =
        new ArrayList<>(List.of("proc", "self", "fd", "dev", "stdin", "data", "root", "task"));
    for (RuntimeSocketEntry place : RuntimeSocketEntry.all()) {
      names.addAll(place.segments());
      for (int i = 1; i <= place.segments().size(); i++) {
        String start = "/" + String.join("/", place.segments().subList(0, i)).replace("*", "1000");
        paths.addAll(List.of(start, start + "x", start + "/x", start + "/x/y"));
      }
    }
    Random random = new Random(11);
    for (int i = 0; i < 500; i++) {
      StringBuilder path = new StringBuilder();
      for (int j = random.nextInt(6); j >= 0; j--) {
        path.append('/').append(names.get(random.nextInt(names.size())).replace("*", "0"));
      }
      paths.add(path.toString());
    }
    return paths.stream().distinct();
  }
}
