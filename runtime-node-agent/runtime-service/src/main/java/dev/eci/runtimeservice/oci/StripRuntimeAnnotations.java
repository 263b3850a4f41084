// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.message.KernelMessages;
import java.util.List;
import java.util.Map;

/**
 * Removes annotations that an OCI runtime acts on as root of the node: crun's (files, sockets,
 * handlers), those that runc and crun turn into properties of the container's systemd unit, and
 * runc's file with options for CRIU. Any user who can set an annotation could otherwise use them.
 * containerd's CRI and dockerd set none of them.
 */
final class StripRuntimeAnnotations implements SpecTransform {
  private static final List<String> PREFIXES =
      List.of("run.oci.", "org.systemd.property.", "org.criu.");

  @Override
  public String name() {
    return "runtime annotations removed";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) {
    if (!(rewriteContext.spec().annotations() instanceof ObjectNode annotations)) {
      return false;
    }
    List<String> removed =
        annotations.properties().stream()
            .map(Map.Entry::getKey)
            .filter(key -> PREFIXES.stream().anyMatch(key::startsWith))
            .toList();
    for (String name : removed) {
      annotations.remove(name);
      rewriteContext.add(new Notice("AnnotationIgnored", KernelMessages.annotationIgnored(name)));
    }
    return !removed.isEmpty();
  }
}
