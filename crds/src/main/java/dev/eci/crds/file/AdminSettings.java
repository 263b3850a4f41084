// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.crds.conversion.FieldError;
import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.v1alpha1.CommandListSpec;
import dev.eci.crds.v1alpha1.CommandListType;
import dev.eci.crds.v1alpha1.DockerSocketMountSpec;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.crds.v1alpha1.ImageListSpec;
import dev.eci.policy.model.PolicySource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Docker Desktop's admin-settings.json, version 2 (RES-5). */
final class AdminSettings {
  /** The name of the policy in messages. */
  static final String NAME = "admin-settings.json";

  private static final String VERSION = "configurationFileVersion";
  private static final String ISOLATION = "enhancedContainerIsolation";
  private static final String BLOCK_LOAD = "blockDockerLoad";

  /** What restricts the engine, and has to be configured on the host itself. */
  private static final Set<String> SECURITY =
      Set.of(
          "allowedDirectories",
          "containersProxy",
          "exposeDockerAPIOnTCP2375",
          "filesharingAllowedDirectories",
          "linuxVM",
          "portBindingBehavior",
          "proxy",
          "windowsContainers");

  /** Value of a setting that is on or off. */
  private record Switch(@Nullable Boolean locked, @Nullable Boolean value) {}

  /** Value of enhancedContainerIsolation. */
  private record Isolation(
      @Nullable Boolean locked, @Nullable Boolean value, @Nullable SocketMount dockerSocketMount) {}

  /** Value of dockerSocketMount. */
  private record SocketMount(@Nullable Images imageList, @Nullable Commands commandList) {}

  /** Value of imageList. */
  private record Images(@Nullable List<String> images, @Nullable Boolean allowDerivedImages) {}

  /** Value of commandList. */
  private record Commands(
      @JsonProperty("type") @Nullable CommandListType type, @Nullable List<String> commands) {}

  static final String NO_BRACES =
      "has no outer braces { }; an admin-settings.json is one JSON object";

  private AdminSettings() {}

  /** Whether a text that cannot be parsed is meant as settings. */
  static boolean isMentioned(String text) {
    return text.contains(VERSION) || text.contains(ISOLATION);
  }

  static boolean isAdminSettings(ObjectNode document) {
    return document.has(VERSION) || document.has(ISOLATION);
  }

  static PolicySet read(ObjectNode document) throws InvalidPolicyFileException {
    JsonNode version = document.path(VERSION);
    if (version.isMissingNode()) {
      throw new InvalidPolicyFileException(
          List.of("%s is missing; add \"%s\": 2".formatted(VERSION, VERSION)));
    }
    if (!version.isInt() || version.asInt() != 2) {
      throw new InvalidPolicyFileException(
          List.of(
              "%s: must be 2, the only version that Docker Desktop has used, and is %s"
                  .formatted(VERSION, version)));
    }
    List<String> notes = new ArrayList<>();
    notes.addAll(otherSettings(document));
    boolean blocksLoad =
        document.has(BLOCK_LOAD)
            && Boolean.TRUE.equals(
                DocumentReader.bind(document.get(BLOCK_LOAD), Switch.class, BLOCK_LOAD).value());
    Isolation isolation =
        DocumentReader.bind(
            document.path(ISOLATION).isMissingNode()
                ? document.objectNode()
                : document.get(ISOLATION),
            Isolation.class,
            ISOLATION);
    if (isolation == null || !Boolean.TRUE.equals(isolation.value())) {
      notes.add(ISOLATION + ".value is not true: new containers are not protected");
      if (blocksLoad) {
        notes.add(
            BLOCK_LOAD + " is not enforced as long as %s.value is not true".formatted(ISOLATION));
      }
      return new PolicySet(List.of(), notes);
    }
    if (!Boolean.TRUE.equals(isolation.locked())) {
      notes.add(
          ISOLATION
              + ".locked is not true; on this host only root can change the settings file in any case");
    }
    return switch (PolicyReader.read(policy(isolation))) {
      case PolicyReader.Result.Valid valid ->
          new PolicySet(
              List.of(
                  (blocksLoad
                          ? valid
                              .policy()
                              .withDockerSocket(
                                  valid.policy().dockerSocket().withBlockedImageLoad())
                          : valid.policy())
                      .withSource(new PolicySource.AdminSettings())),
              notes);
      case PolicyReader.Result.Invalid invalid ->
          throw InvalidPolicyFileException.of(
              NAME,
              invalid.errors().stream()
                  .map(e -> new FieldError(e.field().replaceFirst("^spec", ISOLATION), e.message()))
                  .toList());
    };
  }

  /** The other keys: those that restrict the engine, and those of Docker Desktop's own parts. */
  private static List<String> otherSettings(ObjectNode document) {
    TreeSet<String> security = new TreeSet<>();
    TreeSet<String> others = new TreeSet<>();
    for (Map.Entry<String, JsonNode> setting : document.properties()) {
      String name = setting.getKey();
      if (List.of(VERSION, ISOLATION, BLOCK_LOAD).contains(name)) {
        continue;
      }
      if (name.equals("linuxVM") && setting.getValue().isObject()) {
        setting.getValue().fieldNames().forEachRemaining(part -> security.add(name + "." + part));
      } else {
        (SECURITY.contains(name) ? security : others).add(name);
      }
    }
    List<String> notes = new ArrayList<>();
    if (!security.isEmpty()) {
      notes.add("not enforced here, configure the host and daemon.json instead: " + security);
    }
    if (!others.isEmpty()) {
      notes.add("settings of Docker Desktop's own parts are ignored: " + others);
    }
    return notes;
  }

  private static EciPolicy policy(Isolation isolation) {
    EciPolicy policy = new EciPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withName(NAME).build());
    policy.setSpec(
        new EciPolicySpec(
            true,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            socket(isolation.dockerSocketMount()),
            null,
            null,
            null,
            null));
    return policy;
  }

  private static @Nullable DockerSocketMountSpec socket(@Nullable SocketMount written) {
    if (written == null) {
      return null;
    }
    Images images = written.imageList();
    Commands commands = written.commandList();
    return new DockerSocketMountSpec(
        images == null ? null : new ImageListSpec(images.images(), images.allowDerivedImages()),
        commands == null ? null : new CommandListSpec(commands.type(), commands.commands(), null));
  }
}
