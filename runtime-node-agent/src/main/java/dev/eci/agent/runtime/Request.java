package dev.eci.agent.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.agent.oci.InvalidConfig;
import dev.eci.agent.oci.Spec;
import dev.eci.agent.oci.StrictJson;
import java.util.Set;

/**
 * What the launcher asks.
 *
 * @param verb create, run or restore
 * @param id of the container
 * @param bundle its bundle directory on the node
 * @param config its config.json
 */
public record Request(String verb, String id, String bundle, Spec config) {
  static final int PROTOCOL = 1;
  private static final Set<String> VERBS = Set.of("create", "run", "restore");

  static Request parse(byte[] header, byte[] config) throws InvalidConfig {
    ObjectNode said = StrictJson.object(header);
    int protocol = said.path("protocol").asInt(0);
    if (protocol != PROTOCOL) {
      throw new InvalidConfig(
          "launcher and agent are of different versions (protocol %d, %d)"
              .formatted(protocol, PROTOCOL));
    }
    String verb = text(said, "verb");
    if (!VERBS.contains(verb)) {
      throw new InvalidConfig("the launcher asks for an unknown verb \"" + verb + "\"");
    }
    return new Request(verb, text(said, "id"), text(said, "bundle"), Spec.parse(config));
  }

  private static String text(ObjectNode said, String name) throws InvalidConfig {
    JsonNode value = said.path(name);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new InvalidConfig("the launcher's request lacks \"" + name + "\"");
    }
    return value.asText();
  }
}
