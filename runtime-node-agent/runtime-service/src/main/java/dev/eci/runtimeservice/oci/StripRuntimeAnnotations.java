package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.message.KernelMessages;
import java.util.List;
import java.util.Map;

/**
 * Annotations that a runtime obeys as root of the node: crun's (files, sockets, handlers), those
 * that runc and crun make properties of the container's systemd unit, and runc's file with options
 * for CRIU. Whoever can set an annotation could command them. containerd's CRI and dockerd set none
 * of them.
 */
final class StripRuntimeAnnotations implements SpecTransform {
  private static final List<String> ORDERS =
      List.of("run.oci.", "org.systemd.property.", "org.criu.");

  @Override
  public String name() {
    return "no orders in annotations";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) {
    if (!(rewriteContext.spec().annotations() instanceof ObjectNode annotations)) {
      return false;
    }
    List<String> orders =
        annotations.properties().stream()
            .map(Map.Entry::getKey)
            .filter(key -> ORDERS.stream().anyMatch(key::startsWith))
            .toList();
    for (String order : orders) {
      annotations.remove(order);
      rewriteContext.add(new Notice("AnnotationLeftOut", KernelMessages.annotationIgnored(order)));
    }
    return !orders.isEmpty();
  }
}
