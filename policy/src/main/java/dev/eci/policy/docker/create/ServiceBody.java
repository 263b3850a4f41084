package dev.eci.policy.docker.create;

import dev.eci.policy.RuleId;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.text.CommandTexts;
import java.util.Set;

/** The body of {@code POST /services/create} and {@code /services/{id}/update}. */
public final class ServiceBody {
  private ServiceBody() {}

  public static Asked read(JsonValue body) throws BadBody {
    Asked asked = new Asked();
    Fields service = Fields.of(body);
    service.onlyKnown(KnownKeys.SERVICE, KnownKeys.SERVICE_NETWORKS, asked);
    networks(service, asked);
    Fields task = service.child("TaskTemplate");
    task.onlyKnown(KnownKeys.TASK, Set.of(), asked);
    networks(task, asked);
    if (task.text("Runtime").equals("plugin")
        || !task.child("PluginSpec").object().members().isEmpty()) {
      asked.broken(RuleId.ISO_1, task.at("PluginSpec"), p -> CommandTexts.pluginDenied());
    }
    Fields log = task.child("LogDriver");
    log.onlyKnown(KnownKeys.DRIVER, Set.of(), asked);
    HostParts.logs(log, "Options", asked);
    Fields container = task.child("ContainerSpec");
    container.onlyKnown(KnownKeys.TASK_CONTAINER, Set.of(), asked);
    asked.image(container.text("Image"));
    Mounts.read(container, asked);
    return asked;
  }

  private static void networks(Fields parent, Asked asked) throws BadBody {
    for (Fields network : parent.children("Networks")) {
      network.onlyKnown(KnownKeys.TASK_NETWORK, Set.of(), asked);
      Networks.read(network.text("Target"), network.at("Target"), asked);
    }
  }
}
