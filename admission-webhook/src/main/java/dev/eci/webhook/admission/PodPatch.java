// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.hostpath.ProxySocket;
import dev.eci.policy.idrange.NamedIds;
import dev.eci.policy.pod.PodChange;
import dev.eci.policy.pod.PodMutation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The changes of a pod as RFC 6902 operations. */
final class PodPatch {
  private final List<ObjectNode> operations = new ArrayList<>();
  private final Set<String> created = new HashSet<>();
  private final JsonNode pod;

  private PodPatch(JsonNode pod) {
    this.pod = pod;
  }

  static List<ObjectNode> of(PodMutation mutation, JsonNode pod) {
    PodPatch patch = new PodPatch(pod);
    mutation.changes().forEach(patch::add);
    return patch.operations;
  }

  private void add(PodChange change) {
    switch (change) {
      case PodChange.SetHostUsersFalse() -> operation("/spec/hostUsers").put("value", false);
      case PodChange.UnsetHostUsers() -> operation("/spec/hostUsers").put("op", "remove");
      case PodChange.Ids(var ids) -> entry("/metadata/annotations", NamedIds.ANNOTATION, ids);
      case PodChange.RuntimeClass runtimeClass -> {
        operation("/spec/runtimeClassName").put("value", runtimeClass.name());
        runtimeClass
            .nodeSelector()
            .forEach((key, value) -> {
              if (!pod.at("/spec/nodeSelector").has(key)) {
                entry("/spec/nodeSelector", key, value);
              }
            });
      }
      case PodChange.SwapDockerSocket(var index, var volume) ->
          operation("/spec/volumes/%d/hostPath".formatted(index))
              .putObject("value")
              .put("path", ProxySocket.PATH)
              .put("type", "Socket");
      case PodChange.AwaitSocket(var index, var volume) ->
          operation("/spec/volumes/%d/hostPath/type".formatted(index)).put("value", "Socket");
      case PodChange.PinnedImage(var field, var container, var image) ->
          operation("/" + field.replace('.', '/').replace("[", "/").replace("]", ""))
              .put("value", image);
      case PodChange.Notice(var text, var unprotected) -> {
        entry("/metadata/annotations", PodMutation.NOTICE, text);
        if (unprotected) {
          entry("/metadata/labels", PodMutation.UNPROTECTED, "true");
        }
      }
    }
  }

  /**
   * Sets one entry of a map, or the whole map where the pod has none: RFC 6902 creates no parents.
   */
  private void entry(String map, String key, String value) {
    if (pod.at(map).isObject() || !created.add(map)) {
      operation("%s/%s".formatted(map, key.replace("~", "~0").replace("/", "~1")))
          .put("value", value);
    } else {
      operation(map).putObject("value").put(key, value);
    }
  }

  private ObjectNode operation(String path) {
    ObjectNode operation = JsonNodeFactory.instance.objectNode().put("op", "add").put("path", path);
    operations.add(operation);
    return operation;
  }
}
