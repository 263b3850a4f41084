// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.message.CommandMessages;
import dev.eci.policy.model.RuleId;
import java.util.Set;

/** The body of {@code POST /services/create} and {@code /services/{id}/update}. */
public final class ServiceSpecReader {
  private ServiceSpecReader() {}

  public static RequestedAccess read(JsonValue body) throws MalformedBodyException {
    RequestedAccess requestedAccess = new RequestedAccess();
    JsonFields service = JsonFields.of(body);
    service.rejectUnknown(AllowedFields.SERVICE, AllowedFields.SERVICE_NETWORKS, requestedAccess);
    networks(service, requestedAccess);
    JsonFields task = service.child("TaskTemplate");
    task.rejectUnknown(AllowedFields.TASK, Set.of(), requestedAccess);
    networks(task, requestedAccess);
    if (task.text("Runtime").equals("plugin")
        || !task.child("PluginSpec").object().members().isEmpty()) {
      requestedAccess.addViolation(
          RuleId.ISO_1, task.path("PluginSpec"), p -> CommandMessages.pluginDenied());
    }
    JsonFields log = task.child("LogDriver");
    log.rejectUnknown(AllowedFields.DRIVER, Set.of(), requestedAccess);
    HostConfigReader.logs(log, "Options", requestedAccess);
    JsonFields container = task.child("ContainerSpec");
    container.rejectUnknown(AllowedFields.TASK_CONTAINER, Set.of(), requestedAccess);
    requestedAccess.image(container.text("Image"));
    MountsReader.read(container, requestedAccess);
    return requestedAccess;
  }

  private static void networks(JsonFields parent, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    for (JsonFields network : parent.children("Networks")) {
      network.rejectUnknown(AllowedFields.TASK_NETWORK, Set.of(), requestedAccess);
      NetworksReader.read(network.text("Target"), network.path("Target"), requestedAccess);
    }
  }
}
