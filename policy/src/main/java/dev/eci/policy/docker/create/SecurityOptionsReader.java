// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.json.GoJsonText;
import dev.eci.policy.message.SeccompMessages;
import dev.eci.policy.model.RuleId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * RES-2 in seccomp profiles. A profile with a {@code listenerPath} has the runtime connect to that
 * socket of the node, as root, and send what {@code listenerMetadata} says.
 */
final class SecurityOptionsReader {
  private static final Pattern OPTION = Pattern.compile("seccomp[=:](.*)", Pattern.DOTALL);

  private SecurityOptionsReader() {}

  /** {@code HostConfig.SecurityOpt}, where clients put the text of a profile. */
  static void read(JsonFields host, RequestedAccess requestedAccess) throws MalformedBodyException {
    for (String option : host.texts("SecurityOpt")) {
      var profile = OPTION.matcher(option);
      if (profile.matches()) {
        check(profile.group(1), host.path("SecurityOpt"), requestedAccess);
      }
    }
  }

  /** {@code ContainerSpec.Privileges.Seccomp.Profile}, in Base64. */
  static void service(JsonFields container, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    JsonFields seccomp = container.child("Privileges").child("Seccomp");
    String profile = seccomp.text("Profile");
    try {
      check(
          new String(Base64.getMimeDecoder().decode(profile), StandardCharsets.UTF_8),
          seccomp.path("Profile"),
          requestedAccess);
    } catch (IllegalArgumentException e) {
      throw new MalformedBodyException(seccomp.path("Profile") + " must be Base64");
    }
  }

  private static void check(String profile, String field, RequestedAccess requestedAccess) {
    if (GoJsonText.hasKey(profile, "listenerPath")) {
      requestedAccess.addViolation(RuleId.RES_2, field, p -> SeccompMessages.listenerDenied());
    }
  }
}
