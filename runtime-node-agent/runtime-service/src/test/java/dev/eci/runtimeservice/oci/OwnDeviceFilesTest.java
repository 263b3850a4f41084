// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.policy.oci.ContainerFacts.Device;
import dev.eci.runtimeservice.oci.DeviceFiles.Node;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the machine of the test: every Linux has /dev/null, none has the block device 240:77. */
class OwnDeviceFilesTest {
  private static final String DEV =
      "{\"destination\":\"/dev\",\"type\":\"tmpfs\",\"source\":\"tmpfs\",\"options\":[\"nosuid\",\"strictatime\",\"mode=755\",\"size=65536k\"]}";
  private static final String NULL =
      "{\"path\":\"%s\",\"type\":\"c\",\"major\":1,\"minor\":3,\"fileMode\":8624,\"uid\":0,\"gid\":27}";

  private static SpecRewriter.PreparedSpec prepare(String mounts, String devices) throws Exception {
    String config =
        "{\"root\":{\"path\":\"/r\"},\"mounts\":[%s],\"linux\":{\"devices\":[%s],\"mountLabel\":\"label\"}}"
            .formatted(mounts, devices);
    return SpecSamples.rewriter(Path.of("/"))
        .prepare(
            new ContainerBundle("abc", "/b"),
            SpecSamples.parse(config.getBytes(StandardCharsets.UTF_8)),
            new MountTable("21 1 8:1 / / rw - ext4 /dev/a rw\n".getBytes(StandardCharsets.UTF_8)),
            65536);
  }

  private static RewrittenSpec rewrite(String mounts, String devices, boolean own)
      throws Exception {
    SpecRewriter.PreparedSpec prepared = prepare(mounts, devices);
    prepared.devices();
    if (own) {
      prepared.ownDevices();
    }
    return prepared.complete(false);
  }

  private static long base(RewrittenSpec rewritten) {
    return rewritten.plan().rootfs().orElseThrow().ids().first().base();
  }

  private static Map<String, Node> nodes(DeviceFiles files) {
    return files.nodes().stream().collect(Collectors.toMap(Node::path, Function.identity()));
  }

  private static JsonNode mounts(RewrittenSpec rewritten) throws Exception {
    return JsonMapper.builder().build().readTree(rewritten.config().bytes()).path("mounts");
  }

  @Test
  void everyContainerHasDefaultDevicesOfItsOwn() throws Exception {
    RewrittenSpec rewritten = rewrite(DEV, "", false);
    assertThat(rewritten.plan().devices()).hasSize(1);
    DeviceFiles dev = rewritten.plan().devices().getFirst();
    assertThat(dev.name()).isEqualTo("dev");
    long base = base(rewritten);
    assertThat(dev.owner()).isEqualTo(base);
    assertThat(dev.size()).isEqualTo(65536L * 1024);
    assertThat(dev.label()).contains("label");
    assertThat(nodes(dev)).containsOnlyKeys("null", "zero", "full", "random", "urandom", "tty");
    assertThat(nodes(dev).get("tty")).isEqualTo(new Node("tty", "c", 5, 0, 0666, base, base));
    assertThat(dev.links()).extracting(DeviceFiles.Link::path).contains("fd", "stdout", "ptmx");
    assertThat(mounts(rewritten).toString())
        .isEqualTo(
            "[{\"destination\":\"/dev\",\"type\":\"bind\",\"source\":\"/run/eci/containers/abc/binds/dev\",\"options\":[\"bind\",\"rprivate\"]}]");
  }

  /** Security relevant: the numbers are those of what the user named on the node. */
  @Test
  void deviceHasNumbersOfNodeAtPathOfContainer() throws Exception {
    RewrittenSpec rewritten =
        rewrite(
            DEV + ",{\"destination\":\"/dev/shm\",\"type\":\"tmpfs\",\"source\":\"shm\"}",
            String.join(
                ",",
                NULL.formatted("/dev/kmsg"),
                NULL.formatted("/dev/zero"),
                NULL.formatted("/dev/net/../net/x"),
                NULL.formatted("/opt/null"),
                NULL.formatted("/dev/shm/null"),
                NULL.formatted("/dev/ptmx")),
            false);
    Map<String, Node> dev = nodes(rewritten.plan().devices().getFirst());
    long base = base(rewritten);
    for (String path : List.of("kmsg", "zero", "net/x")) {
      assertThat(dev.get(path)).isEqualTo(new Node(path, "c", 1, 3, 0660, base, base + 27));
    }
    assertThat(dev).doesNotContainKey("ptmx").hasSize(8);
    assertThat(rewritten.plan().devices().get(1).nodes())
        .extracting(Node::path)
        .containsExactly("0", "1");
    assertThat(mounts(rewritten).findValuesAsText("destination"))
        .containsExactly("/dev", "/dev/shm", "/opt/null", "/dev/shm/null");
    assertThat(mounts(rewritten).get(3).path("source").asText())
        .isEqualTo("/run/eci/containers/abc/binds/devices/1");
    assertThat(new String(rewritten.config().bytes(), StandardCharsets.UTF_8))
        .as("the runtime would bind what has the container's path on the node")
        .doesNotContain("\"devices\":[");
  }

  /** A file of another file system can have any mode; the node's /dev has no such device. */
  @Test
  void unknownDeviceIsOfNoUse() throws Exception {
    String unknown =
        "{\"path\":\"/dev/x\",\"type\":\"b\",\"major\":240,\"minor\":77,\"fileMode\":438}";
    for (boolean own : new boolean[] {false, true}) {
      assertThat(nodes(rewrite(DEV, unknown, own).plan().devices().getFirst()).get("x"))
          .isEqualTo(new Node("x", "b", 240, 77, 0, 0, 0));
    }
    assertThat(prepare(DEV, unknown).devices())
        .containsExactly(new Device("/dev/x", List.of(), false, "linux.devices"));
    assertThat(prepare(DEV, NULL.formatted("/dev/y")).devices().getFirst())
        .satisfies(device -> {
          assertThat(device.names()).contains("/dev/null");
          assertThat(device.usableByOthers()).isTrue();
        });
  }

  @Test
  void privilegedContainerGetsOnlyDefaultDevices() throws Exception {
    Spec spec =
        SpecSamples.parse(
            "{\"root\":{\"path\":\"/r\"},\"mounts\":[%s],\"linux\":{\"devices\":[%s],\"resources\":{\"devices\":[{\"allow\":true,\"access\":\"rwm\"}]}}}"
                .formatted(DEV, NULL.formatted("/dev/kmsg"))
                .getBytes(StandardCharsets.UTF_8));
    SpecRewriter.PreparedSpec prepared =
        SpecSamples.rewriter(Path.of("/"))
            .prepare(
                new ContainerBundle("abc", "/b"),
                spec,
                new MountTable(
                    "21 1 8:1 / / rw - ext4 /dev/a rw\n".getBytes(StandardCharsets.UTF_8)),
                65536);
    assertThat(prepared.devices()).isEmpty();
    assertThat(nodes(prepared.complete(false).plan().devices().getFirst())).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"destination\":\"/dev\",\"type\":\"tmpfs\",\"source\":\"tmpfs\",\"options\":[\"nosuid\",\"uid=1\",\"size=1m\"]}",
        "{\"destination\":\"/dev\",\"type\":\"tmpfs\",\"source\":\"tmpfs\",\"options\":[\"nosuid\",\"ro\",\"size=1m\"]}",
        "{\"destination\":\"/dev/\",\"type\":\"bind\",\"source\":\"/srv\",\"options\":[\"rbind\"]}",
        "{\"destination\":\"/x\",\"type\":\"tmpfs\",\"source\":\"tmpfs\"}",
      })
  void leavesOtherMountsAtDevToRuntime(String mount) throws Exception {
    assertThat(rewrite(mount, "", false).plan().devices()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"path\":\"dev/x\",\"type\":\"c\"}",
        "{\"path\":\"/\",\"type\":\"c\"}",
        "{\"path\":\"/dev/x\",\"type\":\"s\"}",
        "{\"path\":\"/dev/x\",\"type\":\"c\",\"major\":-1}",
        "{\"path\":\"/dev/x\",\"type\":\"c\",\"minor\":4294967296}",
        "{\"path\":\"/dev/x\",\"type\":\"c\",\"Minor\":1}",
      })
  void rejectsMalformedDevices(String device) {
    assertThatThrownBy(() -> rewrite(DEV, device, false))
        .isInstanceOfAny(InvalidSpecException.class, IllegalStateException.class);
  }

  @Test
  void setsDomainNameWithoutSysctl() throws Exception {
    Spec spec =
        SpecSamples.parse(
            "{\"root\":{\"path\":\"/r\"},\"mounts\":[],\"linux\":{\"sysctl\":{\"kernel.domainname\":\"example.org\",\"kernel.sem\":\"1 2 3 4\"}}}"
                .getBytes(StandardCharsets.UTF_8));
    String config =
        new String(
            SpecSamples.rewriteWithUserNamespace(spec).config().bytes(), StandardCharsets.UTF_8);
    assertThat(config)
        .contains("\"domainname\":\"example.org\"", "\"sysctl\":{\"kernel.sem\":\"1 2 3 4\"}");
  }
}
