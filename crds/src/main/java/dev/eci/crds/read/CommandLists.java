package dev.eci.crds.read;

import dev.eci.crds.v1alpha1.CommandListOverride;
import dev.eci.crds.v1alpha1.CommandListSpec;
import dev.eci.crds.v1alpha1.CommandListType;
import dev.eci.policy.command.CommandPattern;
import dev.eci.policy.image.ImagePattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks command lists (SOCK-4, SOCK-6), whose names are checked although nothing carries them out
 * yet.
 */
final class CommandLists {
  private CommandLists() {}

  static void check(String field, @Nullable CommandListSpec list, Errors errors) {
    if (list == null) {
      return;
    }
    checkNames(field + ".commands", list.commands(), errors);
    List<CommandListOverride> overrides = Lists.of(list.overrides());
    for (int i = 0; i < overrides.size(); i++) {
      String at = "%s.overrides[%d]".formatted(field, i);
      checkNames(at + ".commands", overrides.get(i).commands(), errors);
      List<String> images = Lists.of(overrides.get(i).images());
      for (int j = 0; j < images.size(); j++) {
        String image = images.get(j);
        errors.check("%s.images[%d]".formatted(at, j), () -> ImagePattern.parse(image));
      }
    }
  }

  /** An empty deny list blocks nothing; an empty allow list blocks everything. */
  static boolean restricts(@Nullable CommandListType type, @Nullable List<String> commands) {
    return type == CommandListType.ALLOW || !Lists.of(commands).isEmpty();
  }

  private static void checkNames(String field, @Nullable List<String> names, Errors errors) {
    List<String> written = Lists.of(names);
    for (int i = 0; i < written.size(); i++) {
      String name = written.get(i);
      errors.check("%s[%d]".formatted(field, i), () -> CommandPattern.parse(name));
    }
  }
}
