package dev.eci.runtimeservice.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.runtimeservice.oci.InvalidSpecException;
import dev.eci.runtimeservice.oci.ContainerBundle;
import dev.eci.runtimeservice.oci.MountTable;
import dev.eci.runtimeservice.oci.Spec;
import dev.eci.runtimeservice.oci.StrictJson;
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
public record CreateRequest(String verb, ContainerBundle launch, Spec config, MountTable mounts) {
  static final int PROTOCOL = 5;

  /** It names a file, and nothing that walks away (docs/protocol.md). */
  private static final Pattern ID = Pattern.compile("(?!-|\\.{1,2}$)[A-Za-z0-9_+.-]{1,255}");

  private static final Set<String> VERBS = Set.of("create", "run", "restore");

  static CreateRequest parse(byte[] header, byte[] config, byte[] mountinfo)
      throws InvalidSpecException {
    ObjectNode said = StrictJson.object(header);
    int protocol = said.path("protocol").asInt(0);
    if (protocol != PROTOCOL) {
      throw new InvalidSpecException(
          "launcher and agent are of different versions (protocol %d, %d)"
              .formatted(protocol, PROTOCOL));
    }
    String verb = text(said, "verb");
    if (!VERBS.contains(verb)) {
      throw new InvalidSpecException("the launcher asks for an unknown verb \"" + verb + "\"");
    }
    String id = text(said, "id");
    if (!ID.matcher(id).matches()) {
      throw new InvalidSpecException("the launcher's request has an id that is no file name");
    }
    return new CreateRequest(
        verb,
        new ContainerBundle(id, text(said, "bundle")),
        Spec.parse(config),
        new MountTable(mountinfo));
  }

  public String id() {
    return launch.id();
  }

  private static String text(ObjectNode said, String name) throws InvalidSpecException {
    JsonNode value = said.path(name);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new InvalidSpecException("the launcher's request lacks \"" + name + "\"");
    }
    return value.asText();
  }
}
