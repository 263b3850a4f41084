// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.seccomp.KernelFeature;
import dev.eci.policy.seccomp.KernelSurface;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReduceKernelSurfaceTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<KernelFeature> ALL = KernelSurface.allBut(Set.of());

  private static JsonNode rewritten(Spec spec, Set<KernelFeature> denied)
      throws InvalidSpecException, CreateDeniedException, IOException {
    Spec copy = spec.copy();
    if (!copy.hasNamespace("user")) {
      copy.addNamespace("user", "");
    }
    SpecRewriter.PreparedSpec prepared =
        SpecSamples.rewriter(Path.of("/nowhere"))
            .prepare(new ContainerBundle("x", "/b"), copy, new MountTable(new byte[0]), 65536);
    prepared.denyKernelFeatures(denied);
    return JSON.readTree(prepared.complete(false).config().bytes()).path("linux").path("seccomp");
  }

  private static Spec withSeccomp(String profile) throws IOException {
    ObjectNode config = (ObjectNode) JSON.readTree(SpecSamples.config("priv-container"));
    ((ObjectNode) config.path("linux")).set("seccomp", JSON.readTree(profile));
    return SpecSamples.parse(JSON.writeValueAsBytes(config));
  }

  private static boolean names(JsonNode seccomp, String call, String action) {
    return StreamSupport.stream(seccomp.path("syscalls").spliterator(), false)
        .filter(rule -> rule.path("action").asText().equals(action))
        .anyMatch(rule -> rule.path("names").toString().contains("\"" + call + "\""));
  }

  /** A privileged container of a pod, and a pod without seccompProfile: no profile at all. */
  @ParameterizedTest
  @ValueSource(strings = {"priv-container", "plain-container"})
  void givesContainerWithoutProfileOne(String sample) throws Exception {
    JsonNode seccomp = rewritten(SpecSamples.spec(sample), ALL);
    assertThat(seccomp.path("defaultAction").asText()).isEqualTo("SCMP_ACT_ALLOW");
    assertThat(names(seccomp, "bpf", "SCMP_ACT_ERRNO")).isTrue();
    assertThat(names(seccomp, "socket", "SCMP_ACT_ERRNO")).isTrue();
    assertThat(seccomp.path("architectures").toString()).doesNotContain("\"SCMP_ARCH_X86\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"good-sandbox", "docker-29", "docker-overlay2"})
  void narrowsProfileOfEngine(String sample) throws Exception {
    JsonNode before = JSON.readTree(SpecSamples.config(sample)).path("linux").path("seccomp");
    JsonNode seccomp = rewritten(SpecSamples.spec(sample), ALL);
    assertThat(seccomp.path("defaultAction")).isEqualTo(before.path("defaultAction"));
    assertThat(seccomp.path("defaultErrnoRet")).isEqualTo(before.path("defaultErrnoRet"));
    assertThat(names(seccomp, "chroot", "SCMP_ACT_ALLOW")).isTrue();
    assertThat(names(seccomp, "clone3", "SCMP_ACT_ALLOW")).isFalse();
    assertThat(seccomp.path("architectures").toString())
        .isEqualTo("[\"SCMP_ARCH_X86_64\",\"SCMP_ARCH_X32\"]");
  }

  @Test
  void leavesBaselineAsItCame() throws Exception {
    JsonNode before = JSON.readTree(SpecSamples.config("docker-29")).path("linux").path("seccomp");
    assertThat(rewritten(SpecSamples.spec("docker-29"), Set.of())).isEqualTo(before);
    assertThat(rewritten(SpecSamples.spec("priv-container"), Set.of()).isMissingNode()).isTrue();
  }

  @Test
  void keepsWhatItDoesNotRead() throws Exception {
    JsonNode seccomp =
        rewritten(
            withSeccomp(
                """
                {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 13,
                 "flags": ["SECCOMP_FILTER_FLAG_LOG"], "syscalls": [
                 {"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [
                  {"index": 2, "value": 18446744073709551615, "op": "SCMP_CMP_LT"}]}]}
                """),
            ALL);
    assertThat(seccomp.path("flags").toString()).contains("SECCOMP_FILTER_FLAG_LOG");
    assertThat(seccomp.path("defaultErrnoRet").asInt()).isEqualTo(13);
    assertThat(seccomp.path("syscalls").toString()).contains("\"value\":18446744073709551615");
  }

  /** runc decodes keys without case, and a profile that is read differently would be no layer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"DefaultAction\": \"SCMP_ACT_ALLOW\"}",
        "{\"defaultAction\": \"allow\"}",
        "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": {}}",
        "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [{\"Names\": [\"bpf\"]}]}",
        "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [{\"names\": [1], \"action\": \"SCMP_ACT_ALLOW\"}]}",
        "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [{\"names\": [\"bpf\"], \"action\": \"SCMP_ACT_ALLOW\","
            + " \"args\": [{\"index\": 6, \"op\": \"SCMP_CMP_EQ\"}]}]}",
      })
  void refusesProfileThatItCannotRead(String profile) throws Exception {
    Spec spec = withSeccomp(profile);
    assertThatThrownBy(() -> rewritten(spec, ALL)).isInstanceOf(InvalidSpecException.class);
  }
}
