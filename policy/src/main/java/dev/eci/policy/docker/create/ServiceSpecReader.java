// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.message.BuildMessages;
import dev.eci.policy.message.CommandMessages;
import dev.eci.policy.model.RuleId;

/** The body of {@code POST /services/create} and {@code /services/{id}/update}. */
public final class ServiceSpecReader {
  private ServiceSpecReader() {}

  /**
   * The access that the body requests.
   *
   * @param isProtected whether services of the engine are
   */
  public static RequestedAccess read(CanonicalBody body, boolean isProtected)
      throws MalformedBodyException {
    RequestedAccess requestedAccess = body.requestedAccess();
    if (!isProtected) {
      requestedAccess.addViolation(
          RuleId.ISO_1, "TaskTemplate", p -> BuildMessages.serviceUnprotected());
    }
    JsonFields service = JsonFields.of(body.value());
    networks(service, requestedAccess);
    JsonFields task = service.child("TaskTemplate");
    networks(task, requestedAccess);
    if (task.text("Runtime").equals("plugin")
        || !task.child("PluginSpec").object().members().isEmpty()) {
      requestedAccess.addViolation(
          RuleId.ISO_1, task.path("PluginSpec"), p -> CommandMessages.pluginDenied());
    }
    JsonFields log = task.child("LogDriver");
    LogOptionsReader.read(log, "Options", requestedAccess);
    JsonFields container = task.child("ContainerSpec");
    requestedAccess.image(container.text("Image"));
    SecurityOptionsReader.service(container, requestedAccess);
    MountsReader.read(container, requestedAccess);
    return requestedAccess;
  }

  private static void networks(JsonFields parent, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    for (JsonFields network : parent.children("Networks")) {
      NetworksReader.read(network.text("Target"), network.path("Target"), requestedAccess);
    }
  }
}
