// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.operator.report.ScanFinding.Subject;
import dev.eci.policy.message.NodeDebugMessages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * RBAC rules that grant a console on a node and so bypass every pod rule (RES-4), which admission
 * cannot prevent: {@code nodes/proxy} everywhere, and {@code pods/exec} and similar subresources
 * where pods are part of the node. Excludes Kubernetes' own roles and accounts, and cluster-admin,
 * which includes these rights anyway.
 */
public final class RbacScan {
  private static final Set<String> NODE = Set.of("nodes/proxy", "nodes/*");
  private static final Set<String> POD =
      Set.of("pods/exec", "pods/attach", "pods/ephemeralcontainers", "pods/*");
  private static final Set<String> ALL = Set.of("*", "*/*");
  private static final Set<String> VERBS = Set.of("create", "get", "update", "patch", "*");

  private final List<String> nodeNamespaces;
  private final Map<String, JsonNode> roles = new HashMap<>();
  private final NamespaceFindings namespaceFindings = new NamespaceFindings();

  /**
   * {@code nodeNamespaces}: namespaces whose pods are not protected, because they are part of the
   * node.
   */
  public RbacScan(List<String> nodeNamespaces) {
    this.nodeNamespaces = List.copyOf(nodeNamespaces);
  }

  /** A Role or ClusterRole; all of them before the first binding. */
  public void role(JsonNode role) {
    roles.put(
        key(role.at("/metadata/namespace").asText(), role.at("/metadata/name").asText()), role);
  }

  /** A RoleBinding or ClusterRoleBinding. */
  public void binding(JsonNode binding) {
    String namespace = binding.at("/metadata/namespace").asText();
    JsonNode reference = binding.path("roleRef");
    String name = reference.path("name").asText();
    boolean ofCluster = reference.path("kind").asText().equals("ClusterRole");
    JsonNode role = roles.get(key(ofCluster ? "" : namespace, name));
    if (role == null || name.equals("cluster-admin") || name.startsWith("system:")) {
      return;
    }
    granted(role, namespace)
        .ifPresent(what ->
            elements(binding.path("subjects"))
                .filter(subject -> !isSystem(subject))
                .forEach(subject ->
                    namespaceFindings.add(finding(binding, namespace, name, what, subject))));
  }

  private java.util.Optional<String> granted(JsonNode role, String namespace) {
    boolean everywhere = namespace.isEmpty();
    return elements(role.path("rules"))
        .filter(rule -> texts(rule.path("verbs")).anyMatch(VERBS::contains))
        .filter(rule -> texts(rule.path("apiGroups")).anyMatch(g -> g.isEmpty() || g.equals("*")))
        .flatMap(rule -> texts(rule.path("resources")))
        .filter(resource ->
            (everywhere && (NODE.contains(resource) || ALL.contains(resource)))
                || ((everywhere || nodeNamespaces.contains(namespace))
                    && (POD.contains(resource) || ALL.contains(resource))))
        .findFirst();
  }

  private static ScanFinding finding(
      JsonNode binding, String namespace, String role, String what, JsonNode subject) {
    String kind = namespace.isEmpty() ? "ClusterRoleBinding" : "RoleBinding";
    return new ScanFinding(
        "",
        "RES-4",
        false,
        new Subject(
            "rbac.authorization.k8s.io/v1",
            kind,
            namespace,
            binding.at("/metadata/name").asText(),
            binding.at("/metadata/uid").asText()),
        NodeDebugMessages.nodeConsoleGranted(
            "%s %s".formatted(subject.path("kind").asText(), subject.path("name").asText()),
            what,
            role,
            namespace));
  }

  private static boolean isSystem(JsonNode subject) {
    return subject.path("name").asText().startsWith("system:")
        || (subject.path("kind").asText().equals("ServiceAccount")
            && subject.path("namespace").asText().equals("kube-system"));
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Stream<String> texts(JsonNode array) {
    return elements(array).map(JsonNode::asText);
  }

  NamespaceFindings findings() {
    return namespaceFindings;
  }
}
