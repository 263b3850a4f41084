// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.CommandIds;
import dev.eci.policy.idrange.NamedIds;
import dev.eci.policy.idrange.RequestedIds;
import dev.eci.policy.message.IdMappingMessages;
import dev.eci.policy.message.Messages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A config.json. The parts that the agent reads are checked for shape and spelling. Everything else
 * stays as it came.
 */
public final class Spec {
  private static final Set<String> ROOT =
      Set.of("annotations", "domainname", "linux", "mounts", "process", "root", "hooks");
  private static final Set<String> LINUX =
      Set.of(
          "namespaces",
          "uidMappings",
          "gidMappings",
          "devices",
          "mountLabel",
          "resources",
          "sysctl",
          "rootfsPropagation",
          "seccomp");
  private static final Set<String> SECCOMP = Set.of("listenerPath", "listenerMetadata");
  private static final Set<String> ROOT_FILE_SYSTEM = Set.of("path", "readonly");
  private static final Set<String> MOUNT =
      Set.of("destination", "type", "source", "options", "uidMappings", "gidMappings");
  private static final Set<String> NAMESPACE = Set.of("type", "path");
  private static final Set<String> MAPPING = Set.of("containerID", "hostID", "size");
  private static final Set<String> DEVICE =
      Set.of("path", "type", "major", "minor", "fileMode", "uid", "gid");
  private static final Set<String> RESOURCES = Set.of("devices");
  private static final Set<String> PROCESS = Set.of("user");
  private static final Set<String> USER = Set.of("uid", "gid", "additionalGids");

  private final ObjectNode tree;

  private Spec(ObjectNode tree) {
    this.tree = tree;
  }

  public static Spec parse(byte[] config) throws InvalidSpecException {
    Spec spec = new Spec(StrictJson.object(config));
    StrictJson.canonical(spec.tree, ROOT);
    StrictJson.canonical(spec.tree.path("root"), ROOT_FILE_SYSTEM);
    StrictJson.canonical(spec.linux(), LINUX);
    StrictJson.canonical(spec.resources(), RESOURCES);
    StrictJson.canonical(spec.linux().path("seccomp"), SECCOMP);
    StrictJson.canonical(spec.tree.path("process"), PROCESS);
    StrictJson.canonical(spec.user(), USER);
    spec.mounts();
    spec.devices();
    spec.namespaces();
    spec.mappings("uidMappings");
    spec.mappings("gidMappings");
    return spec;
  }

  /** A copy with nothing in common, for a rewrite. */
  public Spec copy() {
    return new Spec(tree.deepCopy());
  }

  public byte[] bytes() {
    return StrictJson.bytes(tree);
  }

  JsonNode annotations() {
    return tree.path("annotations");
  }

  /** A copy without the annotations whose names start with {@code prefix}. */
  public Spec withoutAnnotations(String prefix) {
    Spec copy = copy();
    if (copy.annotations() instanceof ObjectNode annotations) {
      annotations.remove(
          annotations.properties().stream()
              .map(Map.Entry::getKey)
              .filter(name -> name.startsWith(prefix))
              .toList());
    }
    return copy;
  }

  String annotation(String name) {
    return tree.path("annotations").path(name).asText("");
  }

  /** Live parts of the tree: a transform that changes them changes {@link #bytes()}. */
  List<ObjectNode> mounts() throws InvalidSpecException {
    return objects(tree.path("mounts"), "mounts", MOUNT);
  }

  List<ObjectNode> namespaces() throws InvalidSpecException {
    return objects(linux().path("namespaces"), "linux.namespaces", NAMESPACE);
  }

  /** Live as well. A runtime mounts them in order, so this one comes last. */
  ObjectNode addMount() throws InvalidSpecException {
    if (tree.path("mounts") instanceof ArrayNode mounts) {
      return mounts.addObject();
    }
    throw new InvalidSpecException("mounts is missing");
  }

  List<ObjectNode> devices() throws InvalidSpecException {
    return objects(linux().path("devices"), "linux.devices", DEVICE);
  }

  void removeDevices() {
    if (linux() instanceof ObjectNode linux) {
      linux.remove("devices");
    }
  }

  /** The SELinux label of what is mounted for the container; empty without SELinux. */
  Optional<String> mountLabel() {
    return Optional.of(linux().path("mountLabel").asText("")).filter(label -> !label.isEmpty());
  }

  void setDomainName(String name) {
    tree.put("domainname", name);
  }

  boolean hasNamespace(String type) throws InvalidSpecException {
    return namespaces().stream().anyMatch(n -> n.path("type").asText("").equals(type));
  }

  /** An empty {@code path} stands for a new namespace. */
  void addNamespace(String type, String path) throws InvalidSpecException {
    if (!(tree.path("linux") instanceof ObjectNode linux)) {
      throw new InvalidSpecException("linux is missing");
    }
    ArrayNode namespaces =
        linux.path("namespaces") instanceof ArrayNode present
            ? present
            : linux.putArray("namespaces");
    ObjectNode added = namespaces.addObject().put("type", type);
    if (!path.isEmpty()) {
      added.put("path", path);
    }
  }

  List<ObjectNode> mappings(String name) throws InvalidSpecException {
    return objects(linux().path(name), "linux." + name, MAPPING);
  }

  JsonNode linux() {
    return tree.path("linux");
  }

  JsonNode resources() {
    return linux().path("resources");
  }

  /** The socket to which the runtime sends the listener of the seccomp profile; empty if none. */
  String seccompListener() {
    return linux().path("seccomp").path("listenerPath").asText("");
  }

  /**
   * The seccomp profile, live; a new and empty one if there is none.
   *
   * @throws InvalidSpecException if it is no object
   */
  ObjectNode seccomp() throws InvalidSpecException {
    if (!(tree.path("linux") instanceof ObjectNode linux)) {
      throw new InvalidSpecException("linux is missing");
    }
    JsonNode present = linux.path("seccomp");
    if (present.isMissingNode() || present.isNull()) {
      return linux.putObject("seccomp");
    }
    if (present instanceof ObjectNode profile && !profile.isEmpty()) {
      return profile;
    }
    throw new InvalidSpecException("linux.seccomp is not a profile");
  }

  JsonNode sysctl() {
    return linux().path("sysctl");
  }

  private JsonNode user() {
    return tree.path("process").path("user");
  }

  /**
   * The user, its groups, and the IDs that the annotation {@link NamedIds#ANNOTATION} adds.
   *
   * @throws CreateDeniedException if one of them is no ID, or above {@link RequestedIds#LAST}
   */
  SortedSet<Long> namedIds() throws InvalidSpecException, CreateDeniedException {
    SortedSet<Long> ids = new TreeSet<>();
    ids.add(id(user().path("uid")));
    ids.add(id(user().path("gid")));
    for (JsonNode group : user().path("additionalGids")) {
      ids.add(id(group));
    }
    try {
      ids.addAll(NamedIds.parse(annotation(NamedIds.ANNOTATION)));
    } catch (NamedIds.InvalidIdsException e) {
      throw new CreateDeniedException(Messages.PREFIX + e.getMessage());
    }
    return ids;
  }

  /** The IDs that its command gives to files or users. */
  Set<Long> commandIds() {
    List<String> arguments = new ArrayList<>();
    for (JsonNode argument : tree.path("process").path("args")) {
      arguments.add(argument.asText());
    }
    Map<String, String> environment = new HashMap<>();
    for (JsonNode variable : tree.path("process").path("env")) {
      String text = variable.asText();
      int end = text.indexOf('=');
      if (end > 0) {
        environment.put(text.substring(0, end), text.substring(end + 1));
      }
    }
    return CommandIds.of(arguments, environment);
  }

  private static long id(JsonNode id) throws InvalidSpecException, CreateDeniedException {
    if (id.isMissingNode()) {
      return 0;
    }
    if (!id.canConvertToExactIntegral() || !id.canConvertToLong() || id.asLong() < 0) {
      throw new InvalidSpecException("process.user has an ID that is none");
    }
    if (id.asLong() > RequestedIds.LAST) {
      throw new CreateDeniedException(IdMappingMessages.idTooHigh(id.asLong()));
    }
    return id.asLong();
  }

  /** The root file system; a relative path starts at the bundle. */
  ObjectNode root() throws InvalidSpecException {
    if (tree.path("root") instanceof ObjectNode root && !root.path("path").asText("").isEmpty()) {
      return root;
    }
    throw new InvalidSpecException("root.path is missing");
  }

  private static List<ObjectNode> objects(JsonNode list, String field, Set<String> names)
      throws InvalidSpecException {
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw new InvalidSpecException(field + " is not a list");
    }
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode element : list) {
      if (!(element instanceof ObjectNode object)) {
        throw new InvalidSpecException("an element of " + field + " is not an object");
      }
      StrictJson.canonical(object, names);
      objects.add(object);
    }
    return objects;
  }
}
