// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.v1alpha1.CommandListOverride;
import dev.eci.crds.v1alpha1.CommandListSpec;
import dev.eci.crds.v1alpha1.CommandListType;
import dev.eci.policy.command.CommandList;
import dev.eci.policy.command.CommandPattern;
import dev.eci.policy.command.CommandRules;
import dev.eci.policy.image.ImagePattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads command lists (SOCK-4, SOCK-6). */
final class CommandListReader {
  private CommandListReader() {}

  static CommandRules read(
      String field, @Nullable CommandListSpec written, FieldErrors fieldErrors) {
    if (written == null) {
      return CommandRules.NONE;
    }
    List<CommandRules.ListOverride> overrides = new ArrayList<>();
    List<CommandListOverride> entries = NullSafeLists.of(written.overrides());
    for (int i = 0; i < entries.size(); i++) {
      override("%s.overrides[%d]".formatted(field, i), entries.get(i), overrides, fieldErrors);
    }
    return new CommandRules(
        list(field, written.type(), written.commands(), fieldErrors), overrides);
  }

  private static void override(
      String at,
      CommandListOverride written,
      List<CommandRules.ListOverride> into,
      FieldErrors fieldErrors) {
    List<ImagePattern> images = new ArrayList<>();
    List<String> entries = NullSafeLists.of(written.images());
    for (int i = 0; i < entries.size(); i++) {
      String entry = entries.get(i);
      fieldErrors
          .capture("%s.images[%d]".formatted(at, i), () -> ImagePattern.parse(entry))
          .ifPresent(images::add);
    }
    CommandList list = list(at, written.type(), written.commands(), fieldErrors);
    if (images.size() == entries.size()) {
      fieldErrors
          .capture(
              at,
              () ->
                  new CommandRules.ListOverride(
                      NullSafeLists.of(written.namespaces()), images, list))
          .ifPresent(into::add);
    }
  }

  private static CommandList list(
      String field,
      @Nullable CommandListType type,
      @Nullable List<String> commands,
      FieldErrors fieldErrors) {
    List<CommandPattern> patterns = new ArrayList<>();
    List<String> entries = NullSafeLists.of(commands);
    for (int i = 0; i < entries.size(); i++) {
      String entry = entries.get(i);
      fieldErrors
          .capture("%s.commands[%d]".formatted(field, i), () -> CommandPattern.parse(entry))
          .ifPresent(patterns::add);
    }
    return new CommandList(
        type == CommandListType.ALLOW ? CommandList.Type.ALLOW : CommandList.Type.DENY, patterns);
  }
}
