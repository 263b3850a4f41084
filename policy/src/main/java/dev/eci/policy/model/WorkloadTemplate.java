// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the objects of a custom resource contain pod templates.
 *
 * @param path names from the object's root to the template; {@code *} is every entry of a list or
 *     map
 */
public record WorkloadTemplate(String group, String resource, List<String> path) {
  public static final String ANY = "*";

  private static final Pattern GROUP =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");
  private static final Pattern RESOURCE = Pattern.compile("[a-z0-9]+");
  private static final Pattern STEP = Pattern.compile("\\*|[A-Za-z_][A-Za-z0-9_-]*");

  public WorkloadTemplate {
    path = List.copyOf(path);
    check(GROUP.matcher(group).matches(), "group \"%s\" is not a custom resource's", group);
    check(RESOURCE.matcher(resource).matches(), "resource \"%s\" is not a plural name", resource);
    check(
        !path.isEmpty() && path.stream().allMatch(s -> STEP.matcher(s).matches()),
        "template path \"%s\" is not of the form spec.template or spec.tasks[*].template",
        String.join(".", path));
  }

  /** Parses a path as users write it: {@code spec.template}, {@code spec.tasks[*].template}. */
  public static WorkloadTemplate parse(String group, String resource, String path) {
    String plain = path.startsWith("$.") ? path.substring(2) : path;
    return new WorkloadTemplate(
        group, resource, Arrays.asList(plain.replace("[*]", ".*").split("\\.", -1)));
  }

  private static void check(boolean right, String message, String written) {
    if (!right) {
      throw new IllegalArgumentException(message.formatted(written));
    }
  }
}
