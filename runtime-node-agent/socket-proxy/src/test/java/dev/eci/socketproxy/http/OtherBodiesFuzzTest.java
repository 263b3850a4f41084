// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.DockerRequestFixture;
import dev.eci.policy.docker.create.GoJsonReader;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Member;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import java.util.List;
import java.util.Optional;

/** The other bodies that rules inspect. */
class OtherBodiesFuzzTest {
  private static final Obj BIND_OF_ETC =
      new Obj(
          List.of(
              new Member("type", new Str("none")),
              new Member("o", new Str("bind")),
              new Member("device", new Str("/etc"))));

  @DictionaryEntries({
    "Driver",
    "DriverOpts",
    "local",
    "type",
    "none",
    "o",
    "bind",
    "device",
    "/srv",
    "nfs",
    "Name"
  })
  @FuzzTest
  void volumeReachesNothingOfTheNode(byte[] sent) {
    Optional<Obj> body = object(sent);
    if (body.isEmpty()) {
      return;
    }
    String target = "/v1.47/volumes/create";
    BodyDecision.forwarded(target, body.get())
        .ifPresent(read -> {
          JsonValue options = GoJsonReader.field(read, "DriverOpts");
          if (GoJsonReader.text(options, "o").contains("bind")) {
            assertThat(GoJsonReader.text(options, "device")).isNotIn("/", "/etc", "/proc");
          }
        });
    Obj local = body.get().withMember("Driver", new Str("local"));
    assertThat(BodyDecision.decide(target, local.withMember("DriverOpts", BIND_OF_ETC)))
        .isInstanceOf(ApiDecision.Deny.class);
  }

  @DictionaryEntries({
    "Name",
    "Driver",
    "host",
    "bridge",
    "IPAM",
    "Options",
    "ConfigFrom",
    "Scope",
    "macvlan"
  })
  @FuzzTest
  void networkIsNotTheNodes(byte[] sent) {
    Optional<Obj> body = object(sent);
    if (body.isEmpty()) {
      return;
    }
    String target = "/v1.47/networks/create";
    BodyDecision.forwarded(target, body.get())
        .ifPresent(read -> assertThat(GoJsonReader.text(read, "Driver")).isNotEqualTo("host"));
    assertThat(BodyDecision.decide(target, body.get().withMember("Driver", new Str("host"))))
        .isInstanceOf(ApiDecision.Deny.class);
  }

  @DictionaryEntries({
    "TaskTemplate",
    "ContainerSpec",
    "Image",
    "Mounts",
    "Type",
    "bind",
    "Source",
    "/srv",
    "Networks",
    "Target",
    "host",
    "Privileges",
    "CapabilityAdd",
    "PluginSpec",
    "Runtime",
    "Name",
    "LogDriver"
  })
  @FuzzTest
  void serviceIsDecided(byte[] sent) {
    object(sent)
        .ifPresent(body -> {
          BodyDecision.forwarded("/v1.47/services/create", body);
          BodyDecision.forwarded("/v1.47/services/x/update?version=1", body);
        });
  }

  /** Limits of a container, checkpoints, connections to networks, and processes in containers. */
  @DictionaryEntries({
    "CgroupParent",
    "Devices",
    "PathOnHost",
    "/dev/sda",
    "CheckpointDir",
    "Container",
    "theirs",
    "ours",
    "EndpointConfig",
    "Privileged",
    "Cmd",
    "User",
    "Memory"
  })
  @FuzzTest
  void smallBodiesAreDecided(byte[] sent) {
    Optional<JsonValue> body = BodyDecision.read(sent);
    if (body.isEmpty()) {
      return;
    }
    BodyDecision.forwarded("/v1.47/containers/ours/checkpoints", body.get());
    BodyDecision.forwarded("/v1.47/networks/mine/connect", body.get());
    BodyDecision.decide("/v1.47/exec/e1/start", body.get());
    assertThat(
            DockerRequestFixture.byDefault()
                .fromContainer()
                .decide("POST", "/v1.47/containers/theirs/exec", body.get()))
        .isInstanceOf(ApiDecision.Deny.class);
    BodyDecision.forwarded("/v1.47/containers/ours/update", body.get())
        .ifPresent(read -> {
          assertThat(GoJsonReader.text(read, "CgroupParent")).doesNotContain("/../");
        });
  }

  private static Optional<Obj> object(byte[] sent) {
    return BodyDecision.read(sent)
        .flatMap(value -> value instanceof Obj whole ? Optional.of(whole) : Optional.empty());
  }
}
