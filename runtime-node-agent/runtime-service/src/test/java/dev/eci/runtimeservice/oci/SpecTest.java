// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{} {}",
        "{}x",
        "{\"mounts\":[],\"mounts\":[]}",
        "{\"linux\":{\"a\":{\"b\":1,\"b\":2}}}",
        "{\"Mounts\":[]}",
        "{\"mount\u017f\":[]}",
        "{\"LINUX\":{}}",
        "{\"linux\":{\"Namespaces\":[]}}",
        "{\"linux\":{\"namespaces\":[{\"Type\":\"user\"}]}}",
        "{\"linux\":{\"uidMappings\":[{\"hostid\":0}]}}",
        "{\"linux\":{\"re\u017fources\":{}}}",
        "{\"mounts\":[{\"Source\":\"/etc\"}]}",
        "{\"linux\":{\"seccomp\":{\"ListenerPath\":\"/run/x\"}}}",
        "{\"linux\":{\"Seccomp\":{}}}",
        "{\"mounts\":{}}",
        "{\"mounts\":[1]}",
      })
  void rejectsAmbiguousSpec(String config) {
    assertThatThrownBy(() -> Spec.parse(config.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidSpecException.class);
  }

  /** R19: the runtime would connect to a socket of the node as root. */
  @Test
  void refusesSeccompListener() throws Exception {
    ObjectNode config = (ObjectNode) JSON.readTree(SpecSamples.config("priv-container"));
    ObjectNode seccomp = ((ObjectNode) config.path("linux")).putObject("seccomp");
    seccomp.put("defaultAction", "SCMP_ACT_ALLOW");
    SpecSamples.rewriteWithUserNamespace(SpecSamples.parse(JSON.writeValueAsBytes(config)));
    seccomp.put("listenerPath", "/run/x.sock");
    assertThatThrownBy(() ->
            SpecSamples.rewriteWithUserNamespace(SpecSamples.parse(JSON.writeValueAsBytes(config))))
        .isInstanceOf(CreateDeniedException.class)
        .hasMessageContaining("listenerPath");
  }

  @Test
  void makesOnlySysfsOfPrivilegedContainerReadOnly() throws Exception {
    String requested =
        new String(SpecSamples.config("priv-container"), StandardCharsets.UTF_8)
            .replace(
                "\"source\":\"sysfs\",\"options\":[\"nosuid\",\"noexec\",\"nodev\",\"ro\"]",
                "\"source\":\"sysfs\",\"options\":[\"nosuid\",\"noexec\",\"nodev\",\"rw\"]");
    assertThat(requested).contains("\"nodev\",\"rw\"]");
    Spec spec = SpecSamples.parse(requested.getBytes(StandardCharsets.UTF_8));

    RewrittenSpec rewritten = SpecSamples.rewriteWithUserNamespace(spec);
    assertThat(rewritten.changes())
        .containsExactly("read-only sysfs", "no devices in volumes", "bind sources pinned");
    String changed = new String(rewritten.config().bytes(), StandardCharsets.UTF_8);
    assertThat(withoutSources(changed.replace(",\"nodev\"],\"uidMappings\"", "],\"uidMappings\"")))
        .isEqualTo(
            withoutSources(
                new String(SpecSamples.config("priv-container"), StandardCharsets.UTF_8)));
    assertThat(SpecSamples.rewriteWithUserNamespace(rewritten.config()).changes())
        .containsExactly("bind sources pinned");
  }

  private static JsonNode withoutSources(String config) throws IOException {
    JsonNode tree = JSON.readTree(config);
    tree.path("mounts").forEach(mount -> ((ObjectNode) mount).remove("source"));
    return tree;
  }

  @Test
  void stripsNodeDevicesOfPrivilegedContainers() throws Exception {
    Spec spec =
        parse(
            """
            {"linux":{"namespaces":[{"type":"user"}],"devices":[{"path":"/dev/sda","type":"b"}],
              "resources":{"devices":[{"allow":true,"access":"rwm"}],"cpu":{"shares":2}}}}
            """);
    RewrittenSpec rewritten = SpecSamples.rewriteWithUserNamespace(spec);
    assertThat(rewritten.changes()).containsExactly("node devices removed");
    assertThat(JSON.readTree(rewritten.config().bytes()))
        .isEqualTo(
            JSON.readTree(
                """
                {"linux":{"namespaces":[{"type":"user"}],
                  "resources":{"devices":[{"allow":false,"access":"rwm"}],"cpu":{"shares":2}}}}
                """));
  }

  @Test
  void stripsAllDevicesGivenByTwoRules() throws Exception {
    Spec spec =
        parse(
            """
            {"linux":{"resources":{"devices":[
              {"allow":true,"type":"b","access":"rwm"},{"allow":true,"type":"c","major":-1,"minor":-1,"access":"rwm"}]}}}
            """);
    assertThat(SpecSamples.rewriteWithUserNamespace(spec).changes())
        .containsExactly("node devices removed");
  }

  @Test
  void keepsDevicesOfPlugin() throws Exception {
    Spec spec =
        parse(
            """
            {"linux":{"devices":[{"path":"/dev/nvidia0","type":"c"}],"resources":{"devices":[
              {"allow":false,"access":"rwm"},{"allow":true,"type":"c","major":195,"minor":0,"access":"rw"}]}}}
            """);
    assertThat(SpecSamples.rewriteWithUserNamespace(spec).changes()).isEmpty();
  }

  @Test
  void keepsValuesOfNumbers() throws Exception {
    String config =
        "{\"process\":{\"rlimits\":[{\"hard\":18446744073709551615}]},\"x\":[1.10,1e3,-0,9007199254740993,\"\\u0000\u2028\ud83d\ude00\"]}";
    Spec spec = parse(config);
    assertThat(new String(spec.bytes(), StandardCharsets.UTF_8))
        .contains("18446744073709551615", "1.10", "9007199254740993")
        .satisfies(text -> assertThat(JSON.readTree(text)).isEqualTo(JSON.readTree(config)));
  }

  private static Spec parse(String json) throws InvalidSpecException, IOException {
    return Spec.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
