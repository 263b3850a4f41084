package dev.eci.agent.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.agent.oci.InvalidConfig;
import dev.eci.agent.oci.Launch;
import dev.eci.agent.oci.MountTable;
import dev.eci.agent.oci.Spec;
import dev.eci.agent.oci.StrictJson;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the launcher asks.
 *
 * @param verb create, run or restore
 * @param launch for which container
 * @param config its config.json
 * @param mounts of the engine's mount namespace
 */
public record Request(String verb, Launch launch, Spec config, MountTable mounts) {
  static final int PROTOCOL = 5;

  /** It names a file, and nothing that walks away (docs/protocol.md). */
  private static final Pattern ID = Pattern.compile("(?!-|\\.{1,2}$)[A-Za-z0-9_+.-]{1,255}");

  private static final Set<String> VERBS = Set.of("create", "run", "restore");

  static Request parse(byte[] header, byte[] config, byte[] mountinfo) throws InvalidConfig {
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
    String id = text(said, "id");
    if (!ID.matcher(id).matches()) {
      throw new InvalidConfig("the launcher's request has an id that is no file name");
    }
    return new Request(
        verb, new Launch(id, text(said, "bundle")), Spec.parse(config), new MountTable(mountinfo));
  }

  public String id() {
    return launch.id();
  }

  private static String text(ObjectNode said, String name) throws InvalidConfig {
    JsonNode value = said.path(name);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new InvalidConfig("the launcher's request lacks \"" + name + "\"");
    }
    return value.asText();
  }
}
