// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

import dev.eci.policy.hostpath.RuntimeSocketKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** RES-2: only allowed paths of the node may be mounted, and no directory that has a socket. */
final class NodePathsRule {
  /** The message has room for about as many violations of one kind. */
  private static final int LISTED = 10;

  static final String IS_SOCKET = "h.key in variables.socketFiles";
  private static final String READ_ONLY_EVERYWHERE =
      "!h.creates && h.name in variables.mounts && !(h.name in variables.writableMounts)";

  private NodePathsRule() {}

  /** Variables of the pod, by name. */
  static Map<String, String> ofPod() {
    return Map.of("unallowedPaths", unallowedPaths());
  }

  /** What counts of them in this request: a container that an update adds may get no such path. */
  static Map<String, String> brought() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(
        "deniedPaths", StoredPod.brought("unallowedPaths", "x.name in variables.addedMounts"));
    variables.put("deniedPathNames", "variables.deniedPaths.map(h, h.name)");
    return variables;
  }

  static FallbackRule rule() {
    String trees =
        "%s.map(d, %s).filter(a, a in variables.socketTrees)"
            .formatted(SocketPathMaps.depths(), ancestor("h.key"));
    String engine =
        "%s ? variables.socketFiles[h.key] : (%s) ? %s : size(%s) > 0 ? variables.socketTrees[%4$s[0]] : h.key in variables.aboveSocket ? variables.aboveSocket[h.key] : ''"
            .formatted(
                IS_SOCKET,
                isProcessLink(),
                CelBuilder.text(RuntimeSocketKind.DOCKER.displayName()),
                trees);
    String violation =
        "[%s].map(e, e != '' ? %s : %s ? %s : %s)[0]"
            .formatted(
                engine,
                CelViolations.hostPathAboveSocket(PodFields.volume("h.name"), "h.written", "e"),
                covered("readOnlyHostPaths"),
                CelViolations.writableHostPath(PodFields.volume("h.name"), "h.written"),
                CelViolations.hostPath(PodFields.volume("h.name"), "h.written"));
    return new FallbackRule(
        "size(variables.deniedPaths) > 0",
        "variables.deniedPaths.filter(h, variables.deniedPathNames.indexOf(h.name) < %d).map(h, %s)"
            .formatted(LISTED, violation));
  }

  private static String unallowedPaths() {
    String permitted =
        "!(%s) && (%s || (%s && %s))"
            .formatted(
                isProcessLink(),
                covered("hostPaths"),
                covered("readOnlyHostPaths"),
                READ_ONLY_EVERYWHERE);
    return "variables.paths.filter(h, %s ? (h.creates && !(h.name in variables.mounts)) : !(%s))"
        .formatted(IS_SOCKET, permitted);
  }

  private static String isProcessLink() {
    return "(h.key.startsWith('/proc/') || h.key.startsWith('/dev/')) && h.key.matches(%s)"
        .formatted(CelBuilder.text(SocketPathMaps.LINKS));
  }

  /** The path cut off after {@code d} names, or an empty text if it has fewer. */
  private static String ancestor(String path) {
    return "[%1$s.split('/', d + 2)].map(s, size(s) == d + 2 ? %1$s.substring(0, size(%1$s) - size(s[d + 1])) : '')[0]"
        .formatted(path);
  }

  private static String covered(String map) {
    return "params.spec.pathDepths.map(d, %s).exists(a, a in params.spec.%2$s && %3$s)"
        .formatted(
            ancestor("h.head"), map, GrantingGroups.isAnyIn("params.spec.%s[a]".formatted(map)));
  }
}
