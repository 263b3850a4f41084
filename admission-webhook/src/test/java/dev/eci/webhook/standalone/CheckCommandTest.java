// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code eci-webhook check}: what a policy would do. */
class CheckCommandTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path policy;

  @BeforeEach
  void policy() throws IOException {
    policy =
        write(
            "policy.yaml",
            """
            apiVersion: eci.dev/v1alpha1
            kind: EciPolicy
            metadata: {name: new}
            spec: {namespaceSelector: {matchLabels: {team: apps}}}
            """);
  }

  @Test
  void reportsDeniedAndMutatedObjects() throws IOException {
    Path pods =
        write(
            "pods.json",
            """
            {"apiVersion": "v1", "kind": "List", "items": [
             {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "shop", "name": "host"}, "spec": {"hostPID": true, "containers": [{"image": "a"}]}},
             {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "shop", "name": "web"}, "spec": {"containers": [{"image": "a"}]}},
             {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "other", "name": "free"}, "spec": {"hostPID": true, "containers": [{"image": "a"}]}},
             {"apiVersion": "v1", "kind": "Service", "metadata": {"namespace": "shop", "name": "s"}},
             {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"namespace": "shop", "name": "d"},
              "spec": {"template": {"spec": {"hostNetwork": true, "containers": [{"image": "a"}]}}}}]}
            """);
    Path namespaces =
        write(
            "namespaces.yaml",
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: apps}}}\n");
    int code = run("check", "--policy", policy, "--namespaces", namespaces, pods);
    assertThat(out.toString())
        .contains("denied   pod shop/host: RES-1 (EciPolicy \"new\") spec.hostPID: ")
        .contains("mutated  pod shop/web: hostUsers=false, runtimeClassName=eci")
        .contains(
            "denied   deployment shop/d: RES-1 (EciPolicy \"new\") spec.template.spec.hostNetwork: ")
        .contains("2 denied, 0 admitted with warnings, 1 mutated, 1 unchanged")
        .doesNotContain("free", "service");
    assertThat(code).isEqualTo(1);
  }

  /** kubectl and the API server read all of them as true, or reject them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x: &yes true\\nspec: {hostPID: *yes, containers: [{image: a}]} | RES-1",
        "x: &p {hostPID: true}\\nspec: {<<: *p, containers: [{image: a}]} | RES-1",
        "spec: {hostPID: yes, containers: [{image: a}]} | RES-1",
        "spec: {hostPID: false, hostPID: on, containers: [{image: a}]} | RES-1",
        "spec: {hostPID: 'true', containers: [{image: a}]} | spec.hostPID: must be of type boolean, so the API server rejects it",
        "spec: {containers: [{image: 1}]} | spec.containers[0].image: must be of type string"
      })
  void evaluatesWhatKubectlSends(String pod, String finding) throws IOException {
    Path manifest =
        write(
            "pod.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {namespace: shop, name: a}\n"
                + pod.replace("\\n", "\n")
                + "\n");
    Path namespaces =
        write(
            "namespaces.yaml",
            "base: &base {labels: {team: apps}}\napiVersion: v1\nkind: Namespace\nmetadata: {<<: *base, name: shop}\n");
    assertThat(run("check", "--policy", policy, "--namespaces", namespaces, manifest))
        .as(out.toString())
        .isEqualTo(1);
    assertThat(out.toString()).contains("denied   pod shop/a: ", finding);
  }

  @Test
  void nothingDeniedIsZero() throws IOException {
    Path pod =
        write(
            "pod.yaml",
            "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{image: a}]}}\n");
    assertThat(run("check", "--policy", policy, pod)).isZero();
    assertThat(out.toString()).contains("1 unchanged");
  }

  @Test
  void reportsUnreadableFilesByName() throws IOException {
    Path bad =
        write(
            "bad.yaml",
            "---\n{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: x}, spec: {mod: Warn}}\n");
    assertThat(run("check", "--policy", bad, policy)).isEqualTo(2);
    assertThat(err.toString()).contains("bad.yaml: ", "spec.mod: unknown field");
    assertThat(run("check", "--policy", policy, directory.resolve("missing"))).isEqualTo(2);
    assertThat(err.toString()).contains("missing cannot be read");
  }

  @Test
  void withoutPolicyNothingIsServed() {
    assertThat(run("--port", 1)).isEqualTo(2);
    assertThat(err.toString()).contains("Give --policy FILE");
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private int run(Object... arguments) {
    Runnable never =
        () -> {
          throw new AssertionError("nothing is to be served");
        };
    return new CommandLine(new StandaloneCommand(never))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(java.util.Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
  }
}
