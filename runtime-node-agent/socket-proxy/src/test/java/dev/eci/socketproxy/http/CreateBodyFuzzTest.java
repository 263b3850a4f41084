// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.create.GoJsonReader;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Arr;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The body of {@code POST /containers/create}. */
class CreateBodyFuzzTest {
  private static final String CREATE = "/v1.47/containers/create?name=x";
  private static final List<String> MODES =
      List.of("NetworkMode", "PidMode", "IpcMode", "UTSMode", "UsernsMode", "CgroupnsMode");
  private static final List<String> NODE =
      List.of(
          "/etc",
          "/proc",
          "/sys",
          "/dev",
          "/boot",
          "/root",
          "/usr",
          "/var/lib/docker",
          "/run/docker.sock");

  @DictionaryEntries({
    "{\\x22Image\\x22:\\x22busybox\\x22,\\x22HostConfig\\x22:{",
    "\\x22Binds\\x22:[",
    "\\x22Mounts\\x22:[",
    "\\x22Type\\x22:\\x22bind\\x22",
    "\\x22Source\\x22:\\x22/srv",
    "\\x22Target\\x22:",
    "VolumesFrom",
    "Devices",
    "PathOnHost",
    "NetworkMode",
    "PidMode",
    "container:ours",
    "SecurityOpt",
    "VolumeOptions",
    "DriverConfig",
    "Options",
    "LogConfig",
    "CgroupParent",
    "NetworkingConfig",
    "EndpointsConfig",
    "Runtime",
    "host",
    ":/x:ro",
    "}}",
    "]"
  })
  @FuzzTest
  void engineReadsNothingOfTheNode(byte[] sent) {
    Optional<JsonValue> body = BodyDecision.read(sent);
    if (body.isEmpty()) {
      return;
    }
    // an engine creates nothing from null
    BodyDecision.forwarded(CREATE, body.get())
        .filter(read -> !(read instanceof JsonValue.Null))
        .ifPresent(CreateBodyFuzzTest::assertContained);
    if (body.get() instanceof Obj whole) {
      for (String mode : MODES) {
        assertDenied(with(whole, mode, new Str("host")));
      }
      List<JsonValue> binds = new ArrayList<>();
      BodyDecision.member(whole, "HostConfig")
          .get("Binds")
          .ifPresent(value -> binds.addAll(value instanceof Arr list ? list.items() : List.of()));
      binds.add(new Str("/etc:/x:ro"));
      assertDenied(with(whole, "Binds", new Arr(binds)));
    }
  }

  private static Obj with(Obj whole, String name, JsonValue value) {
    return whole.withMember(
        "HostConfig", BodyDecision.member(whole, "HostConfig").withMember(name, value));
  }

  private static void assertDenied(Obj body) {
    assertThat(BodyDecision.decide(CREATE, body)).isInstanceOf(ApiDecision.Deny.class);
  }

  private static void assertContained(JsonValue read) {
    JsonValue host = GoJsonReader.field(read, "HostConfig");
    for (String mode : MODES) {
      assertThat(GoJsonReader.text(host, mode)).as(mode).isNotIn("host", "container:theirs");
    }
    assertThat(GoJsonReader.text(host, "Runtime")).isEqualTo("eci");
    boolean listed = GoJsonReader.text(read, "Image").contains("docker");
    for (JsonValue bind : GoJsonReader.items(host, "Binds")) {
      if (bind instanceof Str(String text)) {
        assertOutside(text.split(":", -1)[0], listed);
      }
    }
    for (JsonValue mount : GoJsonReader.items(host, "Mounts")) {
      if (GoJsonReader.text(mount, "Type").equals("bind")) {
        assertOutside(GoJsonReader.text(mount, "Source"), listed);
      }
    }
  }

  private static void assertOutside(String source, boolean listed) {
    if (!listed) {
      assertThat(NODE).noneMatch(path -> source.equals(path) || source.startsWith(path + "/"));
      assertThat(source).isNotEqualTo("/");
    }
  }
}
