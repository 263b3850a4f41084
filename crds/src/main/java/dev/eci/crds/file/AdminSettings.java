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
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Docker Desktop's admin-settings.json, version 2 (RES-5). */
final class AdminSettings {
  /** The name of the policy in messages. */
  static final String NAME = "admin-settings.json";

  private static final String VERSION = "configurationFileVersion";
  private static final String ISOLATION = "enhancedContainerIsolation";

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

  private AdminSettings() {}

  static boolean isAdminSettings(ObjectNode document) {
    return document.has(VERSION) || document.has(ISOLATION);
  }

  static PolicySet read(ObjectNode document) throws InvalidPolicyFileException {
    JsonNode version = document.path(VERSION);
    if (!version.isInt() || version.asInt() != 2) {
      throw new InvalidPolicyFileException(
          List.of(VERSION + ": must be 2, the only version that Docker Desktop has used"));
    }
    List<String> notes = new ArrayList<>();
    ignoredSettings(document).ifPresent(notes::add);
    Isolation isolation =
        DocumentReader.bind(
            document.path(ISOLATION).isMissingNode()
                ? document.objectNode()
                : document.get(ISOLATION),
            Isolation.class,
            ISOLATION);
    if (isolation == null || !Boolean.TRUE.equals(isolation.value())) {
      notes.add(ISOLATION + ".value is not true: new containers are not protected");
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
              List.of(valid.policy().withSource(new PolicySource.AdminSettings())), notes);
      case PolicyReader.Result.Invalid invalid ->
          throw InvalidPolicyFileException.of(
              NAME,
              invalid.errors().stream()
                  .map(e -> new FieldError(e.field().replaceFirst("^spec", ISOLATION), e.message()))
                  .toList());
    };
  }

  /** The other keys configure Docker Desktop itself: proxies, updates, extensions. */
  private static Optional<String> ignoredSettings(ObjectNode document) {
    TreeSet<String> names = new TreeSet<>();
    document.fieldNames().forEachRemaining(names::add);
    names.remove(VERSION);
    names.remove(ISOLATION);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("settings that concern Docker Desktop itself are ignored: " + names);
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
