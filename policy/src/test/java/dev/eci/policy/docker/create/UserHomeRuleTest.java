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
import java.util.Set;
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
    path(host, "/home/team/new", "/home/team/new", 0L, 0L, 0L);
    path(host, "/home/u/new", "/home/u/new", 0L, 0L, 1000L);
    path(host, "/run/user/1002/pulse", "/run/user/1002/pulse", 0L, 0L, 0L);
    path(host, "/home/.snapshots", "/home/.snapshots", 0L, 0L, 0L);
    path(host, "/home/.snapshots/1", "/home/.snapshots/1", 0L, 0L, 0L, 0L);
    path(host, "/home/.ecryptfs/u", "/home/.ecryptfs/u", 0L, 0L, 0L, 1000L);
    path(host, "/var/home/lost+found", "/var/home/lost+found", 0L, 0L, 0L, 0L);
    homes(host, "/home/example.org", Set.of(1000L, 1001L));
    homes(host, "/home/others.org", Set.of(1001L));
    homes(host, "/home/mine.org", Set.of(1000L));
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
    volume(host, "own", Map.of("type", "none", "o", "bind,rw", "device", "/home/u/volume"));
    volume(host, "read", Map.of("type", "none", "o", "rbind", "device", "/home/u/read"));
    volume(host, "disk", Map.of("type", "ext4", "device", "/home/u/disk"));
    host.withLookupResult(
        new Lookup.ContainerLookup("c".repeat(64)),
        new LookupResult.Container(
            "c".repeat(64),
            "eci",
            false,
            List.of(),
            List.of(
                new ContainerMount("bind", "", "/home/u/project", false),
                new ContainerMount("bind", "", "/home/u/config", true),
                new ContainerMount("volume", "own", "/var/lib/docker/volumes/own/_data", false),
                new ContainerMount("volume", "read", "/var/lib/docker/volumes/read/_data", true),
                new ContainerMount("volume", "disk", "/var/lib/docker/volumes/disk/_data", false)),
            new ImageIdentity.Named("docker:cli"),
            ""));
    return host;
  }

  private static void path(DockerRequestFixture host, String path, String real, Long... owners) {
    host.withLookupResult(
        new Lookup.PathLookup(path), new LookupResult.RealPath(real, List.of(owners)));
  }

  private static void homes(DockerRequestFixture host, String path, Set<Long> within) {
    host.withLookupResult(
        new Lookup.PathLookup(path), new LookupResult.RealPath(path, List.of(0L, 0L, 0L), within));
  }

  private static void volume(DockerRequestFixture host, String name, Map<String, String> options) {
    host.withLookupResult(new Lookup.VolumeLookup(name), new LookupResult.Volume("local", options));
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
    "/home/u/new:/x, true",
    "/home/mine.org:/x, true",
    "/home/.ecryptfs/u:/x, true",
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

  /** What belongs to root below /home can contain homes, or become one. */
  @ParameterizedTest
  @CsvSource({
    "/home/example.org, contains directories of other users than the caller",
    "/home/others.org, contains directories of other users than the caller",
    "/home/.snapshots, can contain data of every user",
    "/home/.snapshots/1, can contain data of every user",
    "/var/home/lost+found, can contain data of every user",
    "/home/new, it does not exist",
    "/home/team/new, it does not exist",
    "/run/user/1002/pulse, it does not exist"
  })
  void rejectsUnownedPathsOfHomes(String path, String sentence) {
    assertThat(mount(ROOT, path + ":/x")).isInstanceOf(Forward.class);
    assertThat(mount(U, path + ":/x:ro"))
        .isInstanceOfSatisfying(
            Deny.class,
            deny -> {
              assertThat(deny.violation().orElseThrow().rule().id()).isEqualTo("RES-2");
              assertThat(deny.message())
                  .contains("\"" + path + "\" is denied", sentence, "spec.hostPaths");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "/home/u/project:/x, true",
    "/home/u/volume/part:/x, true",
    "/home/u/volumes:/x, false",
    "/home/u/read:/x:ro, true",
    "/home/u/read:/x, false",
    "own:/x, true",
    "/home/u/disk:/x, false",
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
