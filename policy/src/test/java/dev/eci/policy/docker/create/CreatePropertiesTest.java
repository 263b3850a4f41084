package dev.eci.policy.docker.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiDecision.Body.RewrittenBody;
import dev.eci.policy.docker.ApiDecision.Deny;
import dev.eci.policy.docker.ApiDecision.Forward;
import dev.eci.policy.docker.DockerRequestFixture;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Arr;
import dev.eci.policy.docker.json.JsonValue.Member;
import dev.eci.policy.docker.json.JsonValue.Null;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import dev.eci.policy.docker.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/**
 * Whatever body is sent: what is forwarded has, as Go reads those very bytes, no namespace, path or
 * socket of the node and no other runtime.
 */
class CreatePropertiesTest {
  private static final Set<String> USER_DATA = Set.of("/srv/data", "/home/u/x", "/tmp/y");
  private static final List<String> MODES =
      List.of("NetworkMode", "PidMode", "IpcMode", "UTSMode", "UsernsMode", "CgroupnsMode");

  @Property(tries = 1000)
  void forwardsNothingOfTheNode(@ForAll("bodies") JsonValue body) {
    ApiDecision decision =
        DockerRequestFixture.byDefault().decide("POST", "/v1.47/containers/create", body);
    Statistics.collect(decision instanceof Deny deny ? deny.status() : "forwarded");
    if (decision instanceof Forward forward) {
      String text = JsonWriter.write(((RewrittenBody) forward.body()).value());
      assertThat(text).matches("[ -~]*");
      JsonValue read = GoJsonReader.parse(text);
      assertContained(read, GoJsonReader.text(read, "Image").equals("docker:cli"));
    }
  }

  private static void assertContained(JsonValue read, boolean listed) {
    JsonValue host = GoJsonReader.field(read, "HostConfig");
    for (String mode : MODES) {
      assertThat(GoJsonReader.text(host, mode))
          .as(mode)
          .isNotIn("host", "container:theirs", "0123host");
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
            assertThat(donor).isIn(new Str("sibling"), new Str("ours"), new Str("socketed")));
    if (GoJsonReader.items(host, "VolumesFrom").contains(new Str("socketed"))) {
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

  /** What a mount shows; a tmpfs takes no notice of what it is said to be a mount of. */
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

  /** Mostly well spelt, so that a fair part passes. */
  private static Arbitrary<String> spelling(String name) {
    return Arbitraries.frequencyOf(
        Tuple.of(300, Arbitraries.just(name)),
        Tuple.of(1, Arbitraries.just(name.toLowerCase(java.util.Locale.ROOT))),
        Tuple.of(1, Arbitraries.just(name.toUpperCase(java.util.Locale.ROOT))),
        Tuple.of(1, Arbitraries.just(name.replace('s', '\u017f').replace('k', '\u212a'))));
  }

  private static Arbitrary<Member> member(String name, Arbitrary<? extends JsonValue> value) {
    return Combinators.combine(
            spelling(name),
            Arbitraries.frequencyOf(
                Tuple.of(30, value.map(v -> (JsonValue) v)),
                Tuple.of(1, Arbitraries.just((JsonValue) new Null()))))
        .as(Member::new);
  }

  private static Arbitrary<Obj> object(List<Arbitrary<Member>> members) {
    return Arbitraries.oneOf(members)
        .list()
        .ofMaxSize(3)
        .flatMap(CreatePropertiesTest::mostlyDistinct);
  }

  private static Arbitrary<Obj> mostlyDistinct(List<Member> members) {
    Map<String, Member> first = new LinkedHashMap<>();
    members.forEach(member -> first.putIfAbsent(member.name(), member));
    return Arbitraries.frequencyOf(
        Tuple.of(20, Arbitraries.just(new Obj(List.copyOf(first.values())))),
        Tuple.of(1, Arbitraries.just(new Obj(members))));
  }

  private static Arbitrary<Str> text(String... values) {
    return Arbitraries.of(values).map(Str::new);
  }

  private static Arbitrary<Arr> array(Arbitrary<? extends JsonValue> items) {
    return items.list().ofMaxSize(2).map(list -> new Arr(List.copyOf(list)));
  }

  @Provide
  Arbitrary<JsonValue> bodies() {
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
    Arbitrary<Obj> options =
        object(
            List.of(
                member("device", text(paths)),
                member("o", text("bind", "rw,rbind", "size=1")),
                member("type", text("none", "tmpfs", "overlay", "ext4"))));
    Arbitrary<Obj> mount =
        Combinators.combine(
                member("Type", text("bind", "bind", "volume", "tmpfs", "npipe")),
                member("Source", text(paths)),
                object(
                    List.of(
                        member("Source", text("/srv/data", "/etc", "etc", "plain", "sock")),
                        member("ReadOnly", Arbitraries.of(true, false).map(JsonValue.Bool::new)),
                        member(
                            "VolumeOptions",
                            object(
                                List.of(
                                    member(
                                        "DriverConfig",
                                        object(List.of(member("Options", options))))))))))
            .as((type, source, more) -> {
              List<Member> all = new ArrayList<>(List.of(type, source));
              all.addAll(more.members());
              return all;
            })
            .flatMap(CreatePropertiesTest::mostlyDistinct);
    Arbitrary<Obj> host =
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
                member("Privileged", Arbitraries.just(new JsonValue.Bool(true))),
                member("Unheard", text("", "x"))));
    Arbitrary<Obj> networking =
        object(
            List.of(
                member(
                    "EndpointsConfig",
                    object(
                        List.of(
                            member("mine", Arbitraries.just(Obj.EMPTY)),
                            member("host", Arbitraries.just(Obj.EMPTY)),
                            member("0123host", Arbitraries.just(Obj.EMPTY)))))));
    return Combinators.combine(
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
        .as((image, config, more) -> {
          List<Member> all = new ArrayList<>(List.of(image, config));
          all.addAll(more.members());
          return all;
        })
        .flatMap(CreatePropertiesTest::mostlyDistinct)
        .map(body -> (JsonValue) body);
  }
}
