// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an update brings, as {@link dev.eci.policy.pod.PodUpdate} decides for the webhook: a
 * violation that the stored pod has is not held against a toleration, an image or {@code kubectl
 * debug}.
 *
 * <p>The same expressions are evaluated of the stored pod, as variables whose names start with
 * {@code stored}. The API server computes them only for an update that violates a rule.
 *
 * <p>The API server itself admits no update that changes the volumes of a pod, or a container other
 * than its image. Where one did, all violations of the pod would count.
 */
final class StoredPod {
  private static final Pattern REFERENCE =
      Pattern.compile("\\bobject(?=\\.(?:spec|metadata)\\b)|\\bvariables\\.(\\w+)");

  private static final Set<String> SHARED = FallbackVariables.shared().keySet();

  /** Containers that only a new pod can have, with the volumes that they mount. */
  private static final String FIXED_CONTAINERS =
      "(object.spec.containers + (has(object.spec.initContainers) ? object.spec.initContainers : []))"
          + ".map(c, c.name + ':' + (has(c.volumeMounts) ? c.volumeMounts.map(m, m.name).join(',') : ''))";

  private StoredPod() {}

  /**
   * Variables of the stored pod and of what an update adds to it.
   *
   * @param ofPod variables of the pod, by name
   */
  static Map<String, String> variables(Map<String, String> ofPod) {
    Map<String, String> variables = new LinkedHashMap<>();
    ofPod.forEach((name, expression) -> variables.put(stored(name), of(expression)));
    // under other policies, nothing that was decided about the stored pod counts
    variables.put(
        "isCompared",
        "request.operation == 'UPDATE' && variables.protecting == variables.%s"
            .formatted(stored("protecting")));
    variables.put(
        "addedContainers",
        "%s == %s ? (has(object.spec.ephemeralContainers) ? object.spec.ephemeralContainers.filter(c, !has(oldObject.spec.ephemeralContainers) || !(c in oldObject.spec.ephemeralContainers)) : []) : variables.containers"
            .formatted(FIXED_CONTAINERS, of(FIXED_CONTAINERS)));
    variables.put(
        "addedMounts",
        "variables.addedContainers.map(c, has(c.volumeMounts) ? c.volumeMounts.map(m, m.name).join(',') : '').join(',').split(',')");
    return variables;
  }

  /**
   * The condition, unless the stored pod meets it as well. A container that an update adds gets
   * what the whole pod has, such as the node's processes.
   */
  static String unlessKnown(String condition) {
    return "(%s) && !(variables.isCompared && size(variables.addedContainers) == 0 && (%s))"
        .formatted(condition, of(condition));
  }

  /**
   * Members of a list that the update brings.
   *
   * @param list name of a variable; its members have all that decides about them
   * @param isAdded whether a member {@code x} is new although the stored pod has it, CEL
   */
  static String brought(String list, String isAdded) {
    return "!variables.isCompared ? variables.%1$s : variables.%1$s.filter(x, (%3$s) || !(x in variables.%2$s))"
        .formatted(list, stored(list), isAdded);
  }

  /** An expression about the pod as one about the stored pod. */
  private static String of(String expression) {
    return REFERENCE
        .matcher(expression)
        .replaceAll(match ->
            match.group(1) == null
                ? "oldObject"
                : SHARED.contains(match.group(1))
                    ? match.group()
                    : "variables." + stored(match.group(1)));
  }

  private static String stored(String name) {
    return "stored" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
