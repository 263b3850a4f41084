// SPDX-License-Identifier: Apache-2.0
package dev.eci.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import dev.eci.harness.ChartWithoutHooks;
import dev.eci.harness.Project;
import dev.eci.policy.selector.SystemPods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart renders, without a cluster. */
class ChartTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void lintFindsNothing() {
    LintResult result = new Helm(Project.CHART).lint().strict().call();
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @Test
  void rejectsUnknownValues() {
    assertThatThrownBy(() -> render(Map.of("webhok.replicas", 1))).hasMessageContaining("webhok");
    assertThatThrownBy(() -> render(Map.of("webhook.replicas", 0)))
        .hasMessageContaining("replicas");
  }

  @Test
  void restrictsAllPodsButAgent() {
    List<JsonNode> specs =
        withUninstallJob().stream()
            .filter(o -> List.of("Deployment", "Job").contains(o.path("kind").asText()))
            .map(o -> o.at("/spec/template/spec"))
            .toList();
    assertThat(specs).hasSizeGreaterThanOrEqualTo(3);
    for (JsonNode spec : specs) {
      assertThat(spec.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(spec.at("/securityContext/seccompProfile/type").asText())
          .isEqualTo("RuntimeDefault");
      assertThat(spec.has("hostPID") || spec.has("hostNetwork")).isFalse();
      JsonNode container = spec.at("/containers/0/securityContext");
      assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
      assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
      assertThat(spec.path("volumes").valueStream()).noneMatch(v -> v.has("hostPath"));
    }
  }

  @Test
  void grantsNoWildcardsAndNoClusterWideSecrets() {
    List<JsonNode> roles =
        withUninstallJob().stream().filter(o -> o.path("kind").asText().endsWith("Role")).toList();
    assertThat(roles).hasSizeGreaterThanOrEqualTo(4);
    for (JsonNode role : roles) {
      for (JsonNode rule : role.path("rules")) {
        assertThat(
                Stream.of("apiGroups", "resources", "verbs")
                    .flatMap(f -> rule.path(f).valueStream()))
            .as("%s", role.at("/metadata/name"))
            .noneMatch(v -> v.asText().equals("*"));
        if (role.path("kind").asText().equals("ClusterRole")) {
          assertThat(rule.path("resources").valueStream())
              .noneMatch(r -> r.asText().equals("secrets"));
        }
      }
    }
  }

  /** The operator's own tests run under the RBAC rules in operator/src/test/resources. */
  @Test
  void grantsOperatorTheRightsUsedInTests() throws IOException {
    Path tested = Project.ROOT.resolve("operator/src/test/resources/rbac.yaml");
    assertThat(rules(withUninstallJob()))
        .containsAllEntriesOf(rules(objects(Files.readString(tested))));
  }

  private static Map<String, JsonNode> rules(List<JsonNode> objects) {
    return objects.stream()
        .filter(o -> o.path("kind").asText().endsWith("Role"))
        .collect(
            Collectors.toMap(
                o -> o.path("kind").asText() + " " + o.at("/metadata/name").asText(),
                o -> o.path("rules")));
  }

  /** Whatever applies the result would run the job; see ADR 17. */
  @Test
  void rendersNoUninstallJobWithoutCluster() {
    assertThat(objects(ChartWithoutHooks.render("eci-system", Map.of())))
        .hasSizeGreaterThan(10)
        .noneMatch(o -> o.path("kind").asText().equals("Job"))
        .noneMatch(o -> o.at("/metadata/name").asText().equals("eci-uninstall"));
  }

  @Test
  void uninstallRightsAreHooks() {
    List<JsonNode> ofUninstall =
        withUninstallJob().stream()
            .filter(o -> o.at("/metadata/name").asText().equals("eci-uninstall"))
            .toList();
    assertThat(ofUninstall).hasSize(6);
    assertThat(ofUninstall)
        .allMatch(o -> o.at("/metadata/annotations/unknown~1hook").asText().equals("pre-delete"));
  }

  @Test
  void excludesReleaseNamespaceFromWebhook() {
    assertThat(operatorSetting("ECI_WEBHOOK_EXCLUDED_NAMESPACES", Map.of()))
        .isEqualTo(String.join(",", SystemPods.NAMESPACES) + ",eci-system");
  }

  @Test
  void passesAdminGroupsToOperator() {
    assertThat(operatorSetting("ECI_LOCK_ADMIN_GROUPS", Map.of("lock.adminGroups[0]", "ops")))
        .isEqualTo("ops");
    assertThat(operatorSetting("ECI_LOCK_ADMIN_USERS", Map.of("certificates.mode", "cert-manager")))
        .isEqualTo("system:serviceaccount:cert-manager:cert-manager");
  }

  @Test
  void passesIntervalsToOperator() {
    assertThat(operatorSetting("ECI_AUDIT_INTERVAL", Map.of())).isEqualTo("10m");
    assertThat(operatorSetting("ECI_AUDIT_INTERVAL", Map.of("audit.interval", 0))).isEqualTo("0");
    assertThat(operatorSetting("ECI_REGISTRIES_INTERVAL", Map.of("registries.interval", "1h30m")))
        .isEqualTo("1h30m");
    assertThat(operatorSetting("ECI_REGISTRIES_INTERVAL", Map.of("registries.interval", "10s")))
        .isEqualTo("10s");
  }

  @Test
  void rejectsInvalidIntervals() {
    for (Object interval : List.of(600, "10 minutes", "10M", "1d")) {
      assertThatThrownBy(() -> render(Map.of("audit.interval", interval)))
          .as("%s", interval)
          .hasMessageContaining("interval");
    }
    assertThatThrownBy(() -> render(Map.of("registries.interval", "9s")))
        .hasMessageContaining("registries.interval is 9s; it must be at least 10s");
    assertThatThrownBy(() -> render(Map.of("audit.intervalSeconds", 600)))
        .hasMessageContaining("intervalSeconds");
  }

  @Test
  void keepsCrdsOnUninstall() {
    List<JsonNode> crds =
        render(Map.of()).stream()
            .filter(o -> o.path("kind").asText().equals("CustomResourceDefinition"))
            .toList();
    assertThat(crds).hasSize(4);
    assertThat(crds)
        .allMatch(
            c -> c.at("/metadata/annotations/helm.sh~1resource-policy").asText().equals("keep"));
    assertThat(kinds(Map.of("crds.install", false))).doesNotContain("CustomResourceDefinition");
  }

  @Test
  void certManagerIsOptional() {
    assertThat(kinds(Map.of())).doesNotContain("Certificate");
    Map<String, Object> values = Map.of("certificates.mode", "cert-manager");
    assertThat(kinds(values)).contains("Certificate", "Issuer");
    assertThat(operatorSetting("ECI_CERTIFICATES_MODE", values)).isEqualTo("cert-manager");
  }

  @Test
  void viewersReadPolicies() {
    assertThat(render(Map.of()))
        .filteredOn(o ->
            o.at("/metadata/labels/rbac.authorization.k8s.io~1aggregate-to-view")
                .asText()
                .equals("true"))
        .singleElement()
        .satisfies(role ->
            assertThat(role.at("/rules/0").toString())
                .contains("ecipolicies", "ecinodes", "eciimages", "get")
                .doesNotContain("patch", "delete", "update", "create"));
  }

  @Test
  void omitsDisruptionBudgetForOneReplica() {
    assertThat(kinds(Map.of())).contains("PodDisruptionBudget");
    assertThat(kinds(Map.of("webhook.replicas", 1))).doesNotContain("PodDisruptionBudget");
    assertThat(kinds(Map.of())).doesNotContain("NetworkPolicy");
    assertThat(kinds(Map.of("webhook.networkPolicy.apiServerAddresses[0]", "10.0.0.0/28")))
        .contains("NetworkPolicy");
  }

  /** A JVM that waits for the processor is not dead: killing it makes it start again. */
  @Test
  void probesHavePatience() {
    for (String name : List.of("eci-operator", "eci-webhook")) {
      JsonNode container = podTemplate(name, Map.of()).at("/spec/containers/0");
      assertThat(secondsUntilKilled(container.path("startupProbe"))).isGreaterThanOrEqualTo(600);
      assertThat(secondsUntilKilled(container.path("livenessProbe"))).isGreaterThanOrEqualTo(300);
      assertThat(container.at("/readinessProbe/timeoutSeconds").asInt()).isGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void probesAndTimeoutAreValues() {
    assertThat(
            podTemplate("eci-webhook", Map.of("webhook.probes.liveness.timeoutSeconds", 42))
                .at("/spec/containers/0/livenessProbe/timeoutSeconds")
                .asInt())
        .isEqualTo(42);
    assertThat(operatorSetting("ECI_WEBHOOK_TIMEOUT_SECONDS", Map.of())).isEqualTo("3");
    assertThat(operatorSetting("ECI_WEBHOOK_TIMEOUT_SECONDS", Map.of("webhook.timeoutSeconds", 20)))
        .isEqualTo("20");
    assertThatThrownBy(() -> render(Map.of("webhook.timeoutSeconds", 31)))
        .hasMessageContaining("timeoutSeconds");
    assertThatThrownBy(() -> render(Map.of("webhook.probes.liveness.path", "/x")))
        .hasMessageContaining("path");
  }

  @Test
  void podsHaveGivenMetadataAndEnvironment() {
    for (String part : List.of("operator", "webhook", "agent")) {
      JsonNode pod =
          podTemplate(
              "eci-" + part,
              Map.of(
                  part + ".podLabels.team", "a",
                  part + ".podAnnotations.note", "b",
                  part + ".extraEnv[0].name", "X",
                  part + ".extraEnv[0].value", "y",
                  part + ".priorityClassName", "ours"));
      assertThat(pod.at("/metadata/labels/team").asText()).isEqualTo("a");
      assertThat(pod.at("/metadata/labels/app.kubernetes.io~1name").asText())
          .isEqualTo("eci-" + part);
      assertThat(pod.at("/metadata/annotations/note").asText()).isEqualTo("b");
      assertThat(pod.at("/spec/containers/0/env").valueStream())
          .anyMatch(
              e -> e.path("name").asText().equals("X") && e.path("value").asText().equals("y"));
      assertThat(pod.at("/spec/priorityClassName").asText()).isEqualTo("ours");
      assertThatThrownBy(
              () -> render(Map.of(part + ".podLabels.app\\.kubernetes\\.io/name", "other")))
          .hasMessageContaining("app.kubernetes.io/name");
    }
  }

  private static int secondsUntilKilled(JsonNode probe) {
    return probe.path("periodSeconds").asInt() * probe.path("failureThreshold").asInt();
  }

  private static JsonNode podTemplate(String name, Map<String, Object> values) {
    return render(values).stream()
        .filter(o -> List.of("Deployment", "DaemonSet").contains(o.path("kind").asText()))
        .filter(o -> o.at("/metadata/name").asText().equals(name))
        .map(o -> o.at("/spec/template"))
        .findFirst()
        .orElseThrow();
  }

  private static String operatorSetting(String name, Map<String, Object> values) {
    return render(values).stream()
        .filter(o -> o.at("/metadata/name").asText().equals("eci-operator"))
        .filter(o -> o.path("kind").asText().equals("Deployment"))
        .flatMap(o -> o.at("/spec/template/spec/containers/0/env").valueStream())
        .filter(e -> e.path("name").asText().equals(name))
        .map(e -> e.path("value").asText())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> kinds(Map<String, Object> values) {
    return render(values).stream().map(o -> o.path("kind").asText()).toList();
  }

  private static List<JsonNode> render(Map<String, Object> values) {
    TemplateCommand template =
        new Helm(Project.CHART)
            .template()
            .withName("eci")
            .withNamespace("eci-system")
            .withKubeVersion("1.34.0");
    values.forEach(template::set);
    return objects(template.call());
  }

  private static List<JsonNode> withUninstallJob() {
    return objects(ChartWithoutHooks.render("eci-system", Map.of("uninstall.confirm", "a-uid")));
  }

  private static List<JsonNode> objects(String yaml) {
    try (MappingIterator<JsonNode> objects = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      return objects.readAll().stream().filter(JsonNode::isObject).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
