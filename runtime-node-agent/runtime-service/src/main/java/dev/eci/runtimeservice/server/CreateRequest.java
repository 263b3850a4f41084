// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.runtimeservice.oci.ContainerBundle;
import dev.eci.runtimeservice.oci.InvalidSpecException;
import dev.eci.runtimeservice.oci.MountTable;
import dev.eci.runtimeservice.oci.Spec;
import dev.eci.runtimeservice.oci.StrictJson;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The request of eci-runtime (docs/protocol.md).
 *
 * @param verb create, run or restore
 * @param bundle of the container
 * @param config the bundle's config.json; handlers never change it
 * @param mounts of the engine's mount namespace
 */
public record CreateRequest(String verb, ContainerBundle bundle, Spec config, MountTable mounts) {
  static final int PROTOCOL = 6;

  /** Usable as a file name (docs/protocol.md). */
  private static final Pattern ID = Pattern.compile("(?!-|\\.{1,2}$)[A-Za-z0-9_+.-]{1,255}");

  private static final Set<String> VERBS = Set.of("create", "run", "restore");

  static CreateRequest parse(byte[] header, byte[] config, byte[] mountinfo)
      throws InvalidSpecException {
    ObjectNode fields = StrictJson.object(header);
    int protocol = fields.path("protocol").asInt(0);
    if (protocol != PROTOCOL) {
      throw new InvalidSpecException(
          "eci-runtime and the agent have different versions (protocol %d, %d)"
              .formatted(protocol, PROTOCOL));
    }
    String verb = text(fields, "verb");
    if (!VERBS.contains(verb)) {
      throw new InvalidSpecException(
          "the request of eci-runtime has the unknown verb \"" + verb + "\"");
    }
    String id = text(fields, "id");
    if (!ID.matcher(id).matches()) {
      throw new InvalidSpecException(
          "the request of eci-runtime has an ID that is not usable as a file name");
    }
    return new CreateRequest(
        verb,
        new ContainerBundle(id, text(fields, "bundle")),
        Spec.parse(config),
        new MountTable(mountinfo));
  }

  public String id() {
    return bundle.id();
  }

  CreateRequest withConfig(Spec other) {
    return new CreateRequest(verb, bundle, other, mounts);
  }

  private static String text(ObjectNode fields, String name) throws InvalidSpecException {
    JsonNode value = fields.path(name);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new InvalidSpecException("the request of eci-runtime lacks \"" + name + "\"");
    }
    return value.asText();
  }
}
