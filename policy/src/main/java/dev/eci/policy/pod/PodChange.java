// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.hostpath.ProxySocket;
import dev.eci.policy.message.ImageMessages;
import dev.eci.policy.message.RuntimeSocketMessages;
import java.util.Map;
import java.util.Optional;

/** One change of a pod at its creation. */
public sealed interface PodChange {

  /** ISO-1: {@code hostUsers: false} where it is unset. */
  record SetHostUsersFalse() implements PodChange {}

  /**
   * No {@code hostUsers: false}. For a pod that is going to be denied, because it would mark the
   * pod as evaluated and admitted. For a pod that needs more IDs than the kubelet gives, because
   * eci-runtime adds the user namespace (ADR 7).
   */
  record UnsetHostUsers() implements PodChange {}

  /** ISO-3: the IDs above 65535 that the pod needs, as an annotation for the node's agent. */
  record Ids(String ids) implements PodChange {}

  /** ISO-7: the runtime class where the pod sets none, and the nodes that it selects. */
  record RuntimeClass(String name) implements PodChange {
    /**
     * Entries for {@code spec.nodeSelector} where the pod has no such keys. The API server would
     * add them for this class in any case; it would then find the pod changed since the webhook's
     * response, and send each pod a second time.
     */
    public Map<String, String> nodeSelector() {
      return Map.of(NodeCapabilityLabels.LABEL, NodeCapabilityLabels.READY);
    }
  }

  /** SOCK-4: the proxied socket, in the volume with that index. */
  record SwapDockerSocket(int volume, String name) implements PodChange {}

  /**
   * The kubelet waits for the proxied socket, in the volume with that index. Without the type, the
   * container runtime would create a directory at its path before the agent has created it.
   */
  record AwaitSocket(int volume, String name) implements PodChange {}

  /** SOCK-2: the digest that was checked instead of a name that can be moved. */
  record PinnedImage(String field, String container, String image) implements PodChange {}

  /** A protection that the pod lacks, as an annotation for users. */
  record Notice(String text, boolean unprotected) implements PodChange {}

  /** A warning for the client that creates the pod: only for changes of what it wrote. */
  default Optional<String> warning() {
    return switch (this) {
      case SetHostUsersFalse() -> Optional.empty();
      case UnsetHostUsers() -> Optional.empty();
      case Ids(var ids) -> Optional.empty();
      case RuntimeClass(var name) -> Optional.empty();
      case SwapDockerSocket(var index, var name) ->
          Optional.of(RuntimeSocketMessages.socketSwapped(name, ProxySocket.PATH));
      case AwaitSocket(var index, var name) -> Optional.empty();
      case PinnedImage(var field, var container, var image) ->
          Optional.of(ImageMessages.imagePinned(container, image));
      case Notice(var text, var unprotected) -> Optional.of(text);
    };
  }

  /** For the audit log. */
  default String auditEntry() {
    return switch (this) {
      case SetHostUsersFalse() -> "hostUsers=false";
      case UnsetHostUsers() -> "hostUsers=unset";
      case Ids(var ids) -> "ids=" + ids;
      case RuntimeClass(var name) -> "runtimeClassName=" + name;
      case SwapDockerSocket(var index, var name) -> "proxiedSocket=" + name;
      case AwaitSocket(var index, var name) -> "awaitedSocket=" + name;
      case PinnedImage(var field, var container, var image) -> container + ".image=" + image;
      case Notice(var text, var unprotected) -> unprotected ? "unprotected" : "notice";
    };
  }
}
