// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.RuntimeSocketEntry;
import dev.eci.policy.hostpath.SocketExposure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The expressions match as the module policy does, for every path, its neighbours and random paths.
 */
class SocketRegexTest {
  @ParameterizedTest
  @MethodSource
  void agreesWithSocketExposure(String path) {
    HostPath canonical = HostPath.of(path);
    String slashed = canonical.value().equals("/") ? "/" : canonical.value() + "/";
    switch (SocketExposure.of(canonical)) {
      case SocketExposure.IsSocket at -> {
        assertThat(first(SocketRegex.exact(), slashed)).contains(at.socket().displayName());
      }
      case SocketExposure.ContainsSocket through -> {
        assertThat(first(SocketRegex.exact(), slashed)).isEmpty();
        assertThat(first(SocketRegex.through(), slashed)).contains(through.socket().displayName());
      }
      case SocketExposure.None ignored -> {
        assertThat(first(SocketRegex.exact(), slashed)).isEmpty();
        assertThat(first(SocketRegex.through(), slashed)).isEmpty();
      }
    }
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

  private static Optional<String> first(List<SocketRegex.Reach> reaches, String path) {
    return reaches.stream()
        .filter(reach -> java.util.regex.Pattern.compile(reach.regex()).matcher(path).find())
        .findFirst()
        .map(reach -> reach.socket().displayName());
  }
}
