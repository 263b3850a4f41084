// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Arr;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.ProxySocket;
import dev.eci.policy.oci.DockerOrigin;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Rewrites the body of {@code POST /containers/create} on a Kubernetes node: Docker's socket
 * becomes the proxied one, as it does for pods (SOCK-5), and a label records the namespace of the
 * container.
 */
public final class NodeCreateRewriter {
  private static final String HOST_CONFIG = "HostConfig";
  private static final String BINDS = "Binds";
  private static final String MOUNTS = "Mounts";
  private static final String SOURCE = "Source";
  private static final String LABELS = "Labels";

  private NodeCreateRewriter() {}

  /**
   * Changes nothing else.
   *
   * @param namespace of the pod that sends it; empty if no pod does
   */
  public static JsonValue rewrite(JsonValue body, String namespace) {
    if (!(body instanceof Obj whole)) {
      return body;
    }
    Obj changed = whole;
    if (whole.get(HOST_CONFIG).orElse(null) instanceof Obj host) {
      Obj proxied =
          each(each(host, BINDS, NodeCreateRewriter::bind), MOUNTS, NodeCreateRewriter::mount);
      changed =
          changed.withMember(
              HOST_CONFIG,
              namespace.isEmpty() ? proxied : NodeVolumeRewriter.rewrite(proxied, namespace));
    }
    return changed.withMember(LABELS, labels(whole.get(LABELS), namespace));
  }

  private static Obj each(Obj host, String list, UnaryOperator<JsonValue> change) {
    return host.get(list).orElse(null) instanceof Arr array
        ? host.withMember(list, new Arr(array.items().stream().map(change).toList()))
        : host;
  }

  private static JsonValue bind(JsonValue bind) {
    if (!(bind instanceof Str(String text))) {
      return bind;
    }
    int end = text.indexOf(':');
    return end > 0 && isDockerSocket(text.substring(0, end))
        ? new Str(ProxySocket.PATH + text.substring(end))
        : bind;
  }

  private static JsonValue mount(JsonValue mount) {
    return mount instanceof Obj object
            && object.get("Type").orElse(null) instanceof Str(String type)
            && type.equals("bind")
            && object.get(SOURCE).orElse(null) instanceof Str(String source)
            && isDockerSocket(source)
        ? object.withMember(SOURCE, new Str(ProxySocket.PATH))
        : mount;
  }

  private static boolean isDockerSocket(String path) {
    return HostPath.parse(path).filter(ProxySocket::shouldReplace).isPresent();
  }

  /** An object with the label of a namespace. */
  public static JsonValue labelled(JsonValue body, String namespace) {
    return switch (body) {
      case Obj object -> object.withMember(LABELS, labels(object.get(LABELS), namespace));
      case JsonValue.Null ignored ->
          Obj.EMPTY.withMember(LABELS, labels(Optional.empty(), namespace));
      default -> body;
    };
  }

  /** An image may have such a label too; the container's own label overrides it. */
  private static JsonValue labels(Optional<JsonValue> written, String namespace) {
    JsonValue labels = written.orElse(Obj.EMPTY);
    return switch (labels) {
      case Obj object -> object.withMember(DockerOrigin.NAMESPACE_LABEL, new Str(namespace));
      case JsonValue.Null ignored ->
          Obj.EMPTY.withMember(DockerOrigin.NAMESPACE_LABEL, new Str(namespace));
      // the reader of the body rejects it
      default -> labels;
    };
  }
}
