// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.policy.hostpath.RuntimeSocketKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** RES-3: only listed images may mount a socket of the container engine. */
final class SocketMountsRule {
  /** The message has room for about as many violations of one kind. */
  private static final int LISTED = 10;

  private SocketMountsRule() {}

  /** Variables of the pod, by name. */
  static Map<String, String> ofPod() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("sockets", "variables.paths.filter(h, %s)".formatted(NodePathsRule.IS_SOCKET));
    variables.put("socketNames", "variables.sockets.map(h, h.name)");
    variables.put(
        "unproxiedNames",
        "variables.sockets.filter(h, !(h.key in variables.socketProxied)).map(h, h.name)");
    variables.put(
        "socketContainers",
        "size(variables.sockets) == 0 ? [] : variables.containers.filter(c, has(c.volumeMounts) && c.volumeMounts.exists(m, m.name in variables.socketNames))");
    variables.put("unlistedContainers", unlistedContainers());
    return variables;
  }

  /** What counts of them in this request. */
  static Map<String, String> brought() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("deniedContainers", StoredPod.brought("unlistedContainers", "false"));
    variables.put("deniedContainerNames", "variables.deniedContainers.map(c, c.name)");
    return variables;
  }

  static FallbackRule rule() {
    String denied =
        "m.name in variables.socketNames && (!(%s) || m.name in variables.unproxiedNames)"
            .formatted(isImageAllowed());
    String field =
        PodFields.container("c")
            + " + '.volumeMounts[' + string(c.volumeMounts.map(x, x.mountPath).indexOf(m.mountPath)) + ']'";
    String engine =
        "variables.sockets.filter(h, h.name == m.name).map(h, variables.socketFiles[h.key])[0]";
    String violation =
        "%s == %s ? %s : %s"
            .formatted(
                engine,
                CelBuilder.text(RuntimeSocketKind.DOCKER.displayName()),
                CelViolations.dockerSocket(field, PodFields.repository("c.image")),
                CelViolations.runtimeSocket(field, PodFields.repository("c.image"), engine));
    return new FallbackRule(
        "size(variables.deniedContainers) > 0",
        "variables.deniedContainers.filter(c, variables.deniedContainerNames.indexOf(c.name) < %d).map(c, c.volumeMounts.filter(m, %s).map(m, %s)[0])"
            .formatted(LISTED, denied, violation));
  }

  private static String unlistedContainers() {
    return "variables.socketContainers.filter(c, c.volumeMounts.exists(m, m.name in variables.unproxiedNames) || !(%s))"
        .formatted(isImageAllowed());
  }

  private static String isImageAllowed() {
    return ImageKeys.cel("c.image")
        + ".exists(k, k in params.spec.socketImages && %s)"
            .formatted(GrantingGroups.isAnyIn("params.spec.socketImages[k]"));
  }
}
