package dev.eci.operator.desired.floor;

import dev.eci.policy.PolicySource;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.text.ConsoleTexts;
import dev.eci.policy.text.NamespaceTexts;
import dev.eci.policy.text.NodePathTexts;
import dev.eci.policy.text.RuntimeTexts;
import dev.eci.policy.text.SocketTexts;
import java.util.Map;

/**
 * The texts of violations as CEL. Each expression may use the variables of {@link FloorVariables}.
 */
final class Findings {
  private static final PolicySource SOURCE = new PolicySource.Cluster("@POLICY@");
  private static final String NAME = "variables.policyName";

  private Findings() {}

  static String nodeConsole() {
    return finding(RuleId.RES_4, "spec", ConsoleTexts.nodeConsoleDenied(SOURCE), Map.of());
  }

  static String hostNamespace(String field, String namespace) {
    return finding(
        RuleId.RES_1,
        "spec." + field,
        NamespaceTexts.hostNamespaceDenied(namespace, SOURCE),
        Map.of());
  }

  static String hostUsers() {
    return finding(
        RuleId.ISO_1, "spec.hostUsers", NamespaceTexts.ownUserNamespaceRequired(SOURCE), Map.of());
  }

  static String foreignRuntimeClass(String asked, String wanted) {
    return finding(
        RuleId.ISO_7,
        "spec.runtimeClassName",
        RuntimeTexts.foreignRuntimeClass("@ASKED@", "@WANTED@", SOURCE),
        Map.of("ASKED", asked, "WANTED", wanted));
  }

  static String runtimeClassMissing(String wanted) {
    return finding(
        RuleId.ISO_7,
        "spec.runtimeClassName",
        RuntimeTexts.runtimeClassMissing("@WANTED@"),
        Map.of("WANTED", wanted));
  }

  static String nodePath(String field, String path) {
    return finding(
        RuleId.RES_2,
        "@FIELD@",
        NodePathTexts.nodePathDenied("@PATH@", SOURCE),
        Map.of("FIELD", field, "PATH", path));
  }

  static String nodePathAboveSocket(String field, String path, String engine) {
    return finding(
        RuleId.RES_2,
        "@FIELD@",
        NodePathTexts.nodePathAboveSocketDenied("@PATH@", "@ENGINE@", SOURCE),
        Map.of("FIELD", field, "PATH", path, "ENGINE", engine));
  }

  static String dockerSocket(String field, String image) {
    return finding(
        RuleId.RES_3,
        "@FIELD@",
        SocketTexts.dockerSocketDenied("@IMAGE@", SOURCE),
        Map.of("FIELD", field, "IMAGE", image));
  }

  static String engineSocket(String field, String image, String engine) {
    return finding(
        RuleId.RES_3,
        "@FIELD@",
        SocketTexts.engineSocketDenied("@ENGINE@", "@IMAGE@", SOURCE),
        Map.of("FIELD", field, "IMAGE", image, "ENGINE", engine));
  }

  private static String finding(
      RuleId rule, String field, String sentence, Map<String, String> expressions) {
    Map<String, String> all = new java.util.HashMap<>(expressions);
    all.put("POLICY", NAME);
    return "(" + Sentence.cel(new Violation(rule, "@POLICY@", field, sentence).text(), all) + ")";
  }
}
