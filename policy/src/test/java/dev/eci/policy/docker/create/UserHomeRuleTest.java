// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiDecision.Deny;
import dev.eci.policy.docker.ApiDecision.Forward;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.DockerRequestFixture;
import dev.eci.policy.docker.Lookup;
import dev.eci.policy.docker.LookupResult;
import dev.eci.policy.docker.LookupResult.ContainerMount;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.PolicySource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R4: homes of a Docker host that has the users u (1000) and admin (1001). */
class UserHomeRuleTest {
  private static final Caller ROOT = new Caller.Host(0, 0, 42);
  private static final Caller U = new Caller.Host(1000, 1000, 42);
  private static final Caller CONTAINER = DockerRequestFixture.container("docker:cli");

  private static DockerRequestFixture host(boolean isShared) {
    Policy policy =
        PolicyBuilder.named(
            "default",
            p -> {
              p.source = new PolicySource.File("default");
              p.sharesUserData = isShared;
              p.socketImages = List.of("docker:cli");
              p.allowed = List.of("/home/admin/shared");
            });
    DockerRequestFixture host = DockerRequestFixture.under(policy);
    path(host, "/home/u", "/home/u", 0L, 0L, 1000L);
    path(host, "/home/u/made-by-engine", "/home/u/made-by-engine", 0L, 0L, 1000L, 0L);
    path(host, "/home/example.org/u", "/home/example.org/u", 0L, 0L, 0L, 1000L);
    path(host, "/home/admin/.ssh", "/home/admin/.ssh", 0L, 0L, 1001L, 1001L);
    path(host, "/home/admin/shared/x", "/home/admin/shared/x", 0L, 0L, 1001L, 1001L, 1000L);
    path(host, "/home/admin/theirs", "/home/admin/theirs", 0L, 0L, 1001L, 1000L);
    path(host, "/home/team", "/home/team", 0L, 0L, 0L);
    path(host, "/home/new", "/home/new", 0L, 0L);
    path(host, "/srv/link", "/home/admin/x", 0L, 0L, 1001L);
    path(host, "/srv/data", "/srv/data", 0L, 0L, 1001L);
    path(host, "/srv/u", "/srv/u", 0L, 0L, 1000L);
    path(host, "/tmp/new", "/tmp/new", 0L, 0L);
    path(host, "/run/user/1001/pulse", "/run/user/1001/pulse", 0L, 0L, 0L, 1001L, 1001L);
    path(host, "/run/user/1000/pulse", "/run/user/1000/pulse", 0L, 0L, 0L, 1000L, 1000L);
    host.withLookupResult(
        new Lookup.VolumeLookup("admins"),
        new LookupResult.Volume(
            "local", Map.of("type", "none", "o", "bind", "device", "/home/admin/.ssh")));
    host.withLookupResult(
        new Lookup.ContainerLookup("c".repeat(64)),
        new LookupResult.Container(
            "c".repeat(64),
            "eci",
            false,
            List.of(),
            List.of(
                new ContainerMount("bind", "", "/home/u/project", false),
                new ContainerMount("bind", "", "/home/u/config", true)),
            new ImageIdentity.Named("docker:cli"),
            ""));
    return host;
  }

  private static void path(DockerRequestFixture host, String path, String real, Long... owners) {
    host.withLookupResult(
        new Lookup.PathLookup(path), new LookupResult.RealPath(real, List.of(owners)));
  }

  private static ApiDecision mount(Caller caller, String source) {
    return mount(caller, source, true);
  }

  private static ApiDecision mount(Caller caller, String source, boolean isShared) {
    return host(isShared)
        .fromCaller(caller)
        .decide(
            "POST",
            "/v1.47/containers/create",
            "{'Image': 'busybox', 'HostConfig': {'Binds': ['%s']}}".formatted(source));
  }

  @ParameterizedTest
  @CsvSource({
    "/home/u:/x, true",
    "/home/u/made-by-engine:/x, true",
    "/home/example.org/u:/x, true",
    "/home/team:/x, true",
    "/home/new:/x, true",
    "/home/admin/shared/x:/x, true",
    "/srv/data:/x, true",
    "/run/user/1000/pulse:/x, true",
    "/run/user/1001/pulse:/x, false",
    "/home/admin/.ssh:/x, false",
    "/home/admin/.ssh:/x:ro, false",
    "/home/admin/theirs:/x, false",
    "/srv/link:/x, false",
    "admins:/x, false"
  })
  void callersGetTheirOwnHomes(String bind, boolean isAdmitted) {
    assertThat(mount(ROOT, bind)).isInstanceOf(Forward.class);
    if (isAdmitted) {
      assertThat(mount(U, bind)).isInstanceOf(Forward.class);
    } else {
      assertThat(mount(U, bind))
          .isInstanceOfSatisfying(
              Deny.class,
              deny -> {
                assertThat(deny.violation().orElseThrow().rule().id()).isEqualTo("RES-2");
                assertThat(deny.message())
                    .contains("because it belongs to user 1001, and the caller is user 1000;");
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/home/u/project:/x, true",
    "/home/u/project/part:/x, true",
    "/home/u/config:/x:ro, true",
    "/home/u/config:/x, false",
    "/home/u:/x, false",
    "/home/u/projects:/x, false",
    "/home/admin/shared/x:/x, true",
    "/srv/data:/x, true"
  })
  void containersGetWhatTheyHave(String bind, boolean isAdmitted) {
    ApiDecision decision = mount(CONTAINER, bind);
    if (isAdmitted) {
      assertThat(decision).isInstanceOf(Forward.class);
    } else {
      assertThat(decision)
          .isInstanceOfSatisfying(
              Deny.class, deny -> assertThat(deny.message()).contains("has no such mount itself;"));
    }
  }

  /** {@code hostPaths: {dockerHostUserData: CallerOwned}}. */
  @ParameterizedTest
  @CsvSource({
    "/home/u:/x, true",
    "/home/team:/x, false",
    "/home/admin/.ssh:/x, false",
    "/home/admin/shared/x:/x, true",
    "/srv/u:/x, true",
    "/srv/data:/x, false",
    "/tmp/new:/x, false",
    "/tmp:/x, false"
  })
  void strictPoliciesLimitCallersToWhatTheyOwn(String bind, boolean isAdmitted) {
    assertThat(mount(ROOT, bind, false)).isInstanceOf(Forward.class);
    assertThat(mount(U, bind, false)).isInstanceOf(isAdmitted ? Forward.class : Deny.class);
    assertThat(mount(CONTAINER, "/home/u/project:/x", false)).isInstanceOf(Forward.class);
    assertThat(mount(CONTAINER, "/srv/u:/x", false)).isInstanceOf(Deny.class);
  }
}
