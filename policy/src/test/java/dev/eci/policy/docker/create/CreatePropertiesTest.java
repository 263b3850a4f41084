// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiDecision.Body.RewrittenBody;
import dev.eci.policy.docker.ApiDecision.Forward;
import dev.eci.policy.docker.DockerRequestFixture;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Arr;
import dev.eci.policy.docker.json.JsonValue.Member;
import dev.eci.policy.docker.json.JsonValue.Null;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import dev.eci.policy.docker.json.JsonWriter;
import dev.eci.policy.testing.Gen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * For any body: what is forwarded has, as Go reads exactly these bytes, no namespace, path or
 * socket of the node and no other runtime.
 */
class CreatePropertiesTest {
  private static final Set<String> USER_DATA = Set.of("/srv/data", "/home/u/x", "/tmp/y");
  private static final List<String> MODES =
      List.of("NetworkMode", "PidMode", "IpcMode", "UTSMode", "UsernsMode", "CgroupnsMode");

  @Test
  void forwardsNothingOfTheNode() {
    AtomicInteger forwarded = new AtomicInteger();
    forAll(1000, bodies())
        .holds(body -> {
          ApiDecision decision =
              DockerRequestFixture.byDefault().decide("POST", "/v1.47/containers/create", body);
          if (decision instanceof Forward forward) {
            forwarded.incrementAndGet();
            String text = JsonWriter.write(((RewrittenBody) forward.body()).value());
            assertThat(text).matches("[ -~]*");
            JsonValue read = GoJsonReader.parse(text);
            assertContained(read, GoJsonReader.text(read, "Image").equals("docker:cli"));
          }
        });
    assertThat(forwarded.get()).as("what is denied shows nothing").isGreaterThan(250);
  }

  private static void assertContained(JsonValue read, boolean listed) {
    JsonValue host = GoJsonReader.field(read, "HostConfig");
    for (String mode : MODES) {
      assertThat(GoJsonReader.text(host, mode))
          .as(mode)
          .isNotIn("host", "container:theirs", "container:" + id("theirs"), "0123host");
    }
    assertThat(GoJsonReader.text(host, "Runtime")).isEqualTo("eci");
    List<String> shown = new ArrayList<>();
    GoJsonReader.items(host, "Binds")
        .forEach(bind ->
            shown.add(
                bind instanceof Str(String text) && text.contains(":")
                    ? text.split(":", -1)[0]
                    : ""));
    GoJsonReader.items(host, "Mounts").forEach(mount -> shown.add(source(mount)));
    GoJsonReader.items(host, "VolumesFrom")
        .forEach(donor ->
            assertThat(donor)
                .isIn(new Str(id("sibling")), new Str(id("ours")), new Str(id("socketed"))));
    if (GoJsonReader.items(host, "VolumesFrom").contains(new Str(id("socketed")))) {
      assertThat(listed).isTrue();
    }
    for (String source : shown) {
      if (List.of("/run/docker.sock", "/home/u/sock", "sock").contains(source)) {
        assertThat(listed).as("socket for an image that is not listed").isTrue();
      } else if (source.startsWith("/")) {
        assertThat(USER_DATA).contains(source);
      } else {
        assertThat(source).isNotEqualTo("etc");
      }
    }
    if (GoJsonReader.field(GoJsonReader.field(read, "NetworkingConfig"), "EndpointsConfig")
        instanceof Obj endpoints) {
      assertThat(endpoints.members()).extracting(Member::name).doesNotContain("host", "0123host");
    }
  }

  private static String id(String name) {
    return DockerRequestFixture.idOf(name);
  }

  /** What a mount exposes; a tmpfs ignores its source. */
  private static String source(JsonValue mount) {
    String type = GoJsonReader.text(mount, "Type");
    String source = GoJsonReader.text(mount, "Source");
    if (type.equals("bind")) {
      return source;
    }
    if (!type.equals("volume")) {
      return "";
    }
    JsonValue options =
        GoJsonReader.field(
            GoJsonReader.field(GoJsonReader.field(mount, "VolumeOptions"), "DriverConfig"),
            "Options");
    boolean binds = GoJsonReader.text(options, "o").contains("bind");
    String device = GoJsonReader.text(options, "device");
    return device.isEmpty() || (GoJsonReader.text(options, "type").equals("tmpfs") && !binds)
        ? source
        : device;
  }

  /** Mostly correct, so that many bodies are forwarded. */
  private static Gen<String> spelling(String name) {
    return Gen.mostly(
        100,
        Gen.of(name),
        Gen.of(
            name.toLowerCase(java.util.Locale.ROOT),
            name.toUpperCase(java.util.Locale.ROOT),
            name.replace('s', '\u017f').replace('k', '\u212a')));
  }

  private static Gen<Member> member(String name, Gen<? extends JsonValue> value) {
    return spelling(name).with(Gen.mostly(30, value, Gen.of(new Null())), Member::new);
  }

  private static Gen<Obj> object(List<Gen<Member>> members) {
    return Gen.oneOf(members).list(0, 3).flatMap(CreatePropertiesTest::mostlyDistinct);
  }

  /** Always includes the first two. */
  private static Gen<Obj> object(Gen<Member> one, Gen<Member> two, Gen<Obj> more) {
    return Gen.combine(
            one,
            two,
            more,
            (first, second, rest) ->
                Stream.concat(Stream.of(first, second), rest.members().stream()).toList())
        .flatMap(CreatePropertiesTest::mostlyDistinct);
  }

  private static Gen<Obj> mostlyDistinct(List<Member> members) {
    Map<String, Member> first = new LinkedHashMap<>();
    members.forEach(member -> first.putIfAbsent(member.name(), member));
    return Gen.mostly(20, Gen.of(new Obj(List.copyOf(first.values()))), Gen.of(new Obj(members)));
  }

  private static Gen<Str> text(String... values) {
    return Gen.of(values).map(Str::new);
  }

  private static Gen<Arr> array(Gen<? extends JsonValue> items) {
    return items.list(0, 2).map(list -> new Arr(List.copyOf(list)));
  }

  private static Gen<JsonValue> bodies() {
    String[] paths = {
      "/srv/data",
      "/srv/data",
      "/home/u/x",
      "/tmp/y",
      "/etc",
      "/",
      "/run/docker.sock",
      "/var",
      "/srv/toetc",
      "/home/u/sock"
    };
    Gen<Obj> options =
        object(
            List.of(
                member("device", text(paths)),
                member("o", text("bind", "rw,rbind", "size=1")),
                member("type", text("none", "tmpfs", "overlay", "ext4"))));
    Gen<Obj> mount =
        object(
            member("Type", text("bind", "bind", "volume", "tmpfs", "npipe")),
            member("Source", text(paths)),
            object(
                List.of(
                    member("Source", text("/srv/data", "/etc", "etc", "plain", "sock")),
                    member("ReadOnly", Gen.of(true, false).map(JsonValue.Bool::new)),
                    member(
                        "VolumeOptions",
                        object(
                            List.of(
                                member(
                                    "DriverConfig",
                                    object(List.of(member("Options", options))))))))));
    Gen<Obj> host =
        object(
            List.of(
                member(
                    "NetworkMode",
                    text(
                        "",
                        "mine",
                        "mine",
                        "host",
                        "0123host",
                        "container:ours",
                        "container:theirs")),
                member("PidMode", text("", "container:ours", "host", "container:theirs")),
                member("IpcMode", text("private", "shareable", "host")),
                member("UTSMode", text("", "host")),
                member("UsernsMode", text("", "host")),
                member("CgroupnsMode", text("private", "host")),
                member("Runtime", text("", "eci", "eci", "runc")),
                member(
                    "Binds",
                    array(
                        text(
                            "/srv/data:/a",
                            "/home/u/x:/b:ro",
                            "plain:/c",
                            "new:/d",
                            "/e",
                            "/etc:/f",
                            "etc:/g",
                            "sock:/h",
                            "/run/docker.sock:/i",
                            "/tmp/y:/j",
                            "/home/u/sock:/k",
                            "//etc:/l"))),
                member("Mounts", array(mount)),
                member(
                    "VolumesFrom",
                    array(text("sibling", "ours", "theirs", "socketed", "etcvolume"))),
                member("Privileged", Gen.of(new JsonValue.Bool(true))),
                member("Unheard", text("", "x"))));
    Gen<Obj> networking =
        object(
            List.of(
                member(
                    "EndpointsConfig",
                    object(
                        List.of(
                            member("mine", Gen.of(Obj.EMPTY)),
                            member("host", Gen.of(Obj.EMPTY)),
                            member("0123host", Gen.of(Obj.EMPTY)))))));
    return object(
            member("Image", text("busybox", "docker:cli", "docker:cli")),
            member("HostConfig", host),
            object(
                List.of(
                    member("HostConfig", host),
                    member("Image", text("busybox", "docker:cli")),
                    member("NetworkingConfig", networking),
                    member(
                        "Labels",
                        object(List.of(member("a", text("b")), member("A", text("c"))))))))
        .map(body -> (JsonValue) body);
  }
}
