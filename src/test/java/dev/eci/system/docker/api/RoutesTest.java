// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.eci.harness.Command;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Lab;
import dev.eci.policy.docker.route.MalformedTargetException;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.docker.route.RequestTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SOCK-4: the table of operations against the routes that dockerd logs at registration. */
@Tag("docker")
@Order(130)
class RoutesTest {
  /** A separate dockerd, with all optional features, in its own network namespace. */
  private static final String START =
      """
      d=$(mktemp -d) && echo '{}' > $d/daemon.json
      unshare -n -m dockerd --debug --experimental --data-root $d/data --exec-root $d/run \
        --host unix://$d/sock --pidfile $d/pid --config-file $d/daemon.json --bridge=none --iptables=false \
        > $d/log 2>&1 & p=$!
      for i in $(seq 600); do grep -q 'API listen' $d/log && break; kill -0 $p || break; sleep 0.1; done
      kill $p; wait $p
      grep 'Registering route' $d/log || tail $d/log
      rm -rf $d
      """;

  /** One operation of ECI's table that has several routes in the engine. */
  private static final String PROFILES = "/debug/pprof/";

  private static final Pattern ROUTE =
      Pattern.compile("msg=\"Registering route\" method=(\\w+) path=\"?([^\"\\s]+)\"?");

  private static List<MatchResult> routes = List.of();

  @BeforeAll
  static void readRoutes() {
    Lab.up();
    Result found = Command.of(Lab.environment(), "sh", "-c", "command -v dockerd").run();
    assumeThat(found.isSuccess()).as("dockerd is the lab's own").isTrue();
    Result started = Command.of(Lab.environment(), "bash", "-c", START).run();
    routes = ROUTE.matcher(started.out()).results().toList();
    assertThat(routes).as(started.text()).hasSizeGreaterThan(100);
  }

  @Test
  @DisplayName("every route of the engine is in the table")
  void knowsEveryRouteOfEngine() throws MalformedTargetException {
    List<String> unknown = new ArrayList<>();
    for (MatchResult route : routes) {
      String example = example(route.group(2));
      if (Operation.of(route.group(1), RequestTarget.parse(example))
          .filter(o -> path(o).equals(example) || example.startsWith(PROFILES))
          .isEmpty()) {
        unknown.add(route.group(1) + " " + route.group(2));
      }
    }
    assertThat(unknown)
        .as("operations of this engine that OperationTable does not list; evaluate and add them")
        .isEmpty();
  }

  @Test
  @DisplayName("every operation of the table is a route of the engine")
  void listsOnlyRoutesOfEngine() {
    List<String> registered =
        routes.stream().map(r -> r.group(1) + " " + example(r.group(2))).toList();
    assertThat(Operation.all())
        .filteredOn(o -> !o.method().equals(Operation.GRPC))
        .extracting(o -> o.method() + " " + path(o))
        .isSubsetOf(registered);
  }

  private static String path(Operation operation) {
    return operation.path().example().replaceFirst("\\?.*", "");
  }

  private static String example(String pattern) {
    return pattern.replaceAll("\\{[^}]*}", "x").replaceFirst("(.)/$", "$1");
  }
}
