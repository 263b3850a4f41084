// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Reads and changes the type and the options of a mount as OCI runtimes understand them. */
final class MountOptions {
  private static final Set<String> BIND = Set.of("bind", "rbind");

  private MountOptions() {}

  static boolean isType(ObjectNode mount, String type) {
    return mount.path("type").asText("").equals(type);
  }

  static boolean isBind(ObjectNode mount) {
    return isType(mount, "bind") || options(mount).stream().anyMatch(BIND::contains);
  }

  /** Whether the bind includes the mounts below the source. The type "bind" does not decide it. */
  static boolean isRecursive(ObjectNode mount) {
    return options(mount).contains("rbind");
  }

  static boolean has(ObjectNode mount, String option) {
    return options(mount).contains(option);
  }

  static void removeOption(ObjectNode mount, String option) {
    List<String> kept = options(mount).stream().filter(o -> !o.equals(option)).toList();
    ArrayNode options = mount.putArray("options");
    kept.forEach(options::add);
  }

  static void add(ObjectNode mount, String option) {
    List<String> present = options(mount);
    ArrayNode options = mount.putArray("options");
    present.forEach(options::add);
    options.add(option);
  }

  /** The last of several contradicting options counts, as in mount(8). */
  static boolean isReadOnly(ObjectNode mount) {
    boolean readOnly = false;
    for (String option : options(mount)) {
      switch (option) {
        case "ro", "rro" -> readOnly = true;
        case "rw", "rrw" -> readOnly = false;
        default -> {}
      }
    }
    return readOnly;
  }

  static void makeReadOnly(ObjectNode mount) {
    List<String> kept =
        options(mount).stream().filter(o -> !o.equals("rw") && !o.equals("ro")).toList();
    ArrayNode options = mount.putArray("options");
    kept.forEach(options::add);
    options.add("ro");
  }

  private static List<String> options(ObjectNode mount) {
    return StreamSupport.stream(mount.path("options").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }
}
