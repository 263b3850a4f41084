// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import java.util.List;

/** {@code HostConfig.Binds}: {@code source:target[:options]}, parsed as the engine parses them. */
final class BindsReader {
  private BindsReader() {}

  static void read(JsonFields host, RequestedAccess requestedAccess) throws MalformedBodyException {
    List<String> binds = host.texts("Binds");
    for (int i = 0; i < binds.size(); i++) {
      read(binds.get(i), host.path("Binds", i), requestedAccess);
    }
  }

  private static void read(String bind, String field, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    String[] parts = bind.split(":", -1);
    if (parts.length > 3 || parts[0].isEmpty()) {
      throw new MalformedBodyException(field + " must be source:target or source:target:options");
    }
    if (parts.length == 1) {
      return; // a target alone is a new volume without a name
    }
    boolean readOnly = parts.length == 3 && List.of(parts[2].split(",", -1)).contains("ro");
    if (parts[0].startsWith("/")) {
      requestedAccess.paths.add(new RequestedAccess.HostMount(parts[0], readOnly, field));
    } else {
      requestedAccess.volumes.add(new RequestedAccess.NamedVolume(parts[0], readOnly, field));
    }
  }
}
