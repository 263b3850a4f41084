// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.command.CommandList;
import dev.eci.policy.command.CommandList.Type;
import dev.eci.policy.command.CommandRules;
import dev.eci.policy.docker.ApiDecision.Deny;
import dev.eci.policy.docker.ApiDecision.Forward;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.PolicySource;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.selector.PodSubject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SOCK-4. */
class CommandListTest {
  private static CommandRules rules(String type, String commands) {
    return new CommandRules(
        CommandList.parse(
            Type.valueOf(type.toUpperCase(Locale.ROOT)),
            commands.isEmpty() ? List.of() : List.of(commands.split(" "))),
        List.of());
  }

  private static Policy policy(String name, CommandRules rules) {
    return PolicyBuilder.named(
        name,
        p -> {
          p.source = new PolicySource.File(name);
          p.socketImages = List.of("docker:cli");
          p.socketCommands = rules;
        });
  }

  private static ApiDecision decide(CommandRules rules, String request) {
    int space = request.indexOf(' ');
    return DockerRequestFixture.under(policy("default", rules))
        .fromContainer()
        .decide(request.substring(0, space), request.substring(space + 1), "");
  }

  private static boolean isForwarded(CommandRules rules, String request) {
    return switch (decide(rules, request)) {
      case Forward ignored -> true;
      case Deny deny -> deny.violation().map(v -> v.rule() != RuleId.SOCK_4).orElse(true);
    };
  }

  @Test
  void reportsDockerDesktopMessageForBlockedCommand() {
    assertThat(decide(rules("deny", "push"), "POST /v1.43/images/myimage/push?tag=latest"))
        .isInstanceOfSatisfying(
            Deny.class,
            deny -> {
              assertThat(deny.status()).isEqualTo(403);
              assertThat(deny.message())
                  .isEqualTo(
                      "enhanced container isolation: docker command"
                          + " \"/v1.43/images/myimage/push?tag=latest\" is blocked; if you wish to allow"
                          + " it, configure the docker socket command list in EciPolicy \"default\".");
              assertThat(deny.violation().orElseThrow().rule()).isEqualTo(RuleId.SOCK_4);
            });
  }

  @Test
  void namesAdminSettingsWhereThatIsTheSource() {
    Policy policy =
        policy("admin-settings.json", rules("deny", "push"))
            .withSource(new PolicySource.AdminSettings());
    assertThat(
            DockerRequestFixture.under(policy).fromContainer().decide("POST", "/images/x/push", ""))
        .isInstanceOfSatisfying(
            Deny.class,
            deny ->
                assertThat(deny.message())
                    .endsWith("configure the docker socket command list in admin-settings.json."));
  }

  @ParameterizedTest(name = "deny {0}: {1} {2}")
  @CsvSource({
    "push, no, POST /v1.43/images/reg:5000/a/b/push",
    "push, yes, POST /v1.43/images/a/tag",
    "push, no, POST /images/a%2Fb/push",
    "ps, no, GET /containers/json",
    "ps, yes, GET /containers/x/json",
    "run, no, POST /containers/create?name=x",
    "run, yes, POST /containers/x/start",
    "run, yes, POST /images/create?fromImage=busybox",
    "create, no, POST /containers/create",
    "pull, no, POST /images/create?fromImage=busybox",
    "pull, yes, POST /images/create?fromSrc=-",
    "pull, no, POST /images/create?fromSrc=-&fromImage=x",
    "import, no, POST /images/create?fromSrc=-",
    "import, no, POST /images/create?fromImage=&fromImage=x",
    "build, no, POST /build?t=x",
    "build, no, POST /session",
    "build, no, POST /grpc",
    "build, yes, POST /build/prune",
    "build*, no, POST /build",
    "build*, no, POST /build/prune",
    "build*, no, POST /session",
    "container*, no, POST /containers/create",
    "container*, no, POST /exec/x/start",
    "container*, no, DELETE /containers/x",
    "container*, no, POST /commit",
    "container*, yes, GET /images/json",
    "container*, yes, GET /_ping",
    "image*, no, GET /images/json",
    "image*, no, POST /build",
    "image*, yes, GET /containers/json",
    "volume*, no, POST /volumes/prune",
    "volume*, no, GET /volumes/x",
    "network*, no, POST /networks/x/connect",
    "system*, no, GET /system/df",
    "system*, no, GET /info",
    "system*, no, GET /events",
    "system*, no, POST /containers/prune",
    "system*, yes, GET /_ping",
    "system*, yes, GET /version",
    "info, no, GET /info",
    "version, no, GET /version",
    "version, yes, HEAD /_ping",
    "inspect, no, GET /containers/x/json",
    "inspect, no, GET /images/a/b/json",
    "exec, no, POST /containers/x/exec",
    "exec, no, POST /exec/x/start",
    "cp, no, PUT /containers/x/archive?path=/",
    "cp, no, HEAD /containers/x/archive?path=/",
    "login, no, POST /auth",
    "service, no, POST /services/create",
    "stack, no, POST /services/create",
    "bake, no, POST /grpc",
    "bake, yes, POST /build",
    "port, no, GET /containers/x/json",
    "ps, yes, OPTIONS /containers/json",
    "logs, no, GET /containers/x/logs?follow=1",
    "rm, no, DELETE /containers/x?force=1",
    "rmi, no, DELETE /images/a/b/c",
    "checkpoint, no, GET /containers/x/checkpoints",
  })
  void denyListBlocksListedCommandsOnly(String command, String passes, String request) {
    assertThat(isForwarded(rules("deny", command), request)).isEqualTo(passes.equals("yes"));
  }

  @ParameterizedTest(name = "allow {0}: {1} {2}")
  @CsvSource({
    "ps, yes, GET /containers/json",
    "ps, no, GET /images/json",
    "ps, yes, GET /_ping",
    "ps, yes, GET /version",
    "ps, yes, GET /info",
    "ps, no, GET /events",
    "run, yes, POST /containers/create",
    "run, yes, POST /containers/x/attach?stream=1",
    "run, yes, POST /containers/x/start",
    "run, yes, POST /containers/x/wait?condition=next-exit",
    "run, yes, POST /containers/x/resize?h=1&w=1",
    "run, yes, POST /containers/x/kill?signal=INT",
    "run, yes, POST /images/create?fromImage=busybox",
    "run, no, POST /images/create?fromSrc=-",
    "run, no, POST /containers/x/exec",
    "run, no, GET /containers/json",
    "exec, yes, POST /containers/x/exec",
    "exec, yes, POST /exec/x/start",
    "exec, yes, GET /exec/x/json",
    "exec, yes, GET /containers/x/json",
    "exec, no, POST /containers/create",
    "build, yes, POST /build",
    "build, yes, POST /session",
    "build, no, POST /build/prune",
    "build*, yes, POST /build/prune",
    "container*, yes, POST /containers/prune",
    "container*, yes, POST /images/create?fromImage=x",
    "container*, no, POST /images/x/push",
    "image*, yes, POST /images/x/push",
    "image*, no, POST /containers/create",
    "system*, yes, POST /volumes/prune",
    "system*, no, POST /volumes/create",
    "stats, yes, GET /events",
    "stack, yes, POST /services/create",
    "stack, yes, POST /networks/create",
    "'', yes, HEAD /_ping",
    "'', no, GET /containers/json",
    "inspect, yes, GET /volumes/x",
  })
  void allowListAdmitsListedCommandsOnly(String command, String passes, String request) {
    assertThat(isForwarded(rules("allow", command), request)).isEqualTo(passes.equals("yes"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /plugins/pull?remote=x",
        "GET /debug/pprof/heap",
        "POST /swarm/init",
        "GET /swarm/unlockkey"
      })
  void rejectsNodeCommandsFromContainers(String request) {
    assertThat(decide(CommandRules.NONE, request))
        .isInstanceOfSatisfying(
            Deny.class,
            deny -> {
              assertThat(deny.violation().orElseThrow().rule()).isEqualTo(RuleId.SOCK_5);
              assertThat(deny.message()).contains("is blocked for containers");
            });
  }

  @Test
  void admitsHostCallersDespiteEmptyAllowList() {
    assertThat(
            DockerRequestFixture.under(policy("default", rules("allow", "")))
                .decide("GET", "/v1.44/containers/json"))
        .isInstanceOf(Forward.class);
  }

  @Test
  void rejectsUnlistedImage() {
    assertThat(
            DockerRequestFixture.byDefault()
                .fromCaller(DockerRequestFixture.container("busybox"))
                .decide("GET", "/_ping"))
        .isInstanceOfSatisfying(
            Deny.class,
            deny ->
                assertThat(deny.message())
                    .startsWith(
                        "enhanced container isolation: docker socket mount denied for container with image"
                            + " \"docker.io/library/busybox\"; image is not in the allowed list;"));
  }

  @Test
  void enforcesCommandListOfEachPolicy() {
    DockerRequestFixture dockerRequestFixture =
        DockerRequestFixture.under(
            policy("a", rules("allow", "ps push")), policy("b", rules("deny", "push")));
    assertThat(dockerRequestFixture.fromContainer().decide("POST", "/images/x/push"))
        .isInstanceOfSatisfying(
            Deny.class, deny -> assertThat(deny.message()).endsWith("EciPolicy \"b\"."));
    assertThat(dockerRequestFixture.decide("GET", "/images/json"))
        .isInstanceOfSatisfying(
            Deny.class, deny -> assertThat(deny.message()).endsWith("EciPolicy \"a\"."));
    assertThat(dockerRequestFixture.decide("GET", "/containers/json")).isInstanceOf(Forward.class);
  }

  @Test
  void warnAndAuditModesForwardAndReport() {
    Policy warns =
        PolicyBuilder.named(
            "warns",
            p -> {
              p.mode = EnforcementMode.WARN;
              p.socketImages = List.of("docker:cli");
              p.socketCommands = rules("deny", "push");
            });
    assertThat(DockerRequestFixture.under(warns).fromContainer().decide("POST", "/images/x/push"))
        .isInstanceOfSatisfying(
            Forward.class,
            forward ->
                assertThat(forward.auditedViolations())
                    .singleElement()
                    .satisfies(f -> {
                      assertThat(f.mode()).isEqualTo(EnforcementMode.WARN);
                      assertThat(f.violation().rule()).isEqualTo(RuleId.SOCK_4);
                    }));
  }

  @Test
  void appliesFirstMatchingOverride() {
    CommandRules rules =
        new CommandRules(
            CommandList.parse(Type.DENY, List.of("push")),
            List.of(
                new CommandRules.ListOverride(
                    List.of("ci"),
                    List.of(ImagePattern.parse("docker:*")),
                    CommandList.parse(Type.ALLOW, List.of("push"))),
                new CommandRules.ListOverride(
                    List.of("ci"), List.of(), CommandList.parse(Type.DENY, List.of("ps")))));
    assertThat(isForwardedIn(rules, "ci", "docker:cli", "POST /images/x/push")).isTrue();
    assertThat(isForwardedIn(rules, "ci", "docker:cli", "GET /containers/json")).isFalse();
    assertThat(isForwardedIn(rules, "ci", "docker@" + PolicyBuilder.DIGEST, "POST /images/x/push"))
        .isTrue();
    assertThat(isForwardedIn(rules, "apps", "docker:cli", "POST /images/x/push")).isFalse();
    assertThat(isForwardedIn(rules, "apps", "docker:cli", "GET /containers/json")).isTrue();
    assertThat(isForwardedIn(rules, "", "docker:cli", "POST /images/x/push")).isFalse();
  }

  private static boolean isForwardedIn(
      CommandRules rules, String namespace, String image, String request) {
    Caller.InContainer plain = DockerRequestFixture.container(image);
    Optional<PodSubject> pod =
        namespace.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new PodSubject(namespace, Map.of(), Map.of(), "default", List.of(), true));
    int space = request.indexOf(' ');
    return DockerRequestFixture.under(policy("default", rules))
            .fromCaller(
                new Caller.InContainer(plain.containerId(), plain.name(), plain.image(), pod))
            .decide(request.substring(0, space), request.substring(space + 1))
        instanceof Forward;
  }

  @Test
  void ignoresPodsWithoutPolicy() {
    Policy elsewhere =
        PolicyBuilder.named(
            "elsewhere",
            p ->
                p.namespaces =
                    new dev.eci.policy.selector.Selector(Map.of("team", "other"), List.of()));
    Caller.InContainer plain = DockerRequestFixture.container("busybox");
    assertThat(
            DockerRequestFixture.under(elsewhere)
                .fromCaller(
                    new Caller.InContainer(
                        plain.containerId(),
                        plain.name(),
                        plain.image(),
                        Optional.of(
                            new PodSubject(
                                "apps", Map.of(), Map.of(), "default", List.of(), true))))
                .decide("POST", "/images/x/push"))
        .isInstanceOf(Forward.class);
  }

  @Test
  void rejectsUnknownCaller() {
    assertThat(
            DockerRequestFixture.byDefault()
                .fromCaller(new Caller.Unknown("gone"))
                .decide("GET", "/_ping"))
        .isInstanceOfSatisfying(Deny.class, deny -> assertThat(deny.message()).endsWith("gone"));
  }

  @Test
  void saysThatEngineIsAway() {
    assertThat(
            DockerRequestFixture.byDefault()
                .fromCaller(new Caller.Unknown("Connection refused", true))
                .decide("GET", "/_ping"))
        .isInstanceOfSatisfying(
            Deny.class,
            deny -> {
              assertThat(deny.status()).isEqualTo(503);
              assertThat(deny.message())
                  .isEqualTo(
                      "enhanced container isolation: Docker Engine does not respond, because it is stopped or restarting; try again in a few seconds.");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "POST /images/load, true",
    "POST /images/load?quiet=1, true",
    "POST /v1.47/images/create?fromSrc=-, true",
    "POST /images/create, true",
    "POST /images/create?fromImage=busybox, false",
    "GET /images/json, false",
    "POST /images/x/tag, false"
  })
  void blockedImageLoadAppliesToEveryCaller(String request, boolean blocked) {
    Policy settings = DockerRequestFixture.host("admin-settings.json");
    Policy blocking = settings.withDockerSocket(settings.dockerSocket().withBlockedImageLoad());
    String[] words = request.split(" ");
    for (DockerRequestFixture caller :
        List.of(
            DockerRequestFixture.under(blocking),
            DockerRequestFixture.under(blocking).fromContainer(),
            DockerRequestFixture.under(blocking, DockerRequestFixture.host("other")))) {
      ApiDecision decision = caller.decide(words[0], words[1]);
      assertThat(decision instanceof ApiDecision.Deny).isEqualTo(blocked);
      if (decision instanceof ApiDecision.Deny deny) {
        assertThat(deny.message()).contains("is blocked by blockDockerLoad in");
      }
    }
    assertThat(DockerRequestFixture.under(settings).decide(words[0], words[1]))
        .isInstanceOf(ApiDecision.Forward.class);
  }
}
