// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Commands of {@code docker --help} that a command list cannot name, with the reason (SOCK-6). An
 * engine receives requests, not commands, so it cannot recognize a command that sends no request,
 * or only requests of other commands.
 */
enum UnsupportedCommand {
  COMPOSE(
      "it reaches the engine as ordinary requests for containers, images, networks and volumes;"
          + " list \"container*\", \"image*\", \"network*\" or \"volume*\""),
  DEV("development environments are made by Docker Desktop, not by the engine"),
  EXTENSION("extensions are managed by Docker Desktop, not by the engine"),
  FEEDBACK("it sends feedback to Docker Inc. and never reaches the engine"),
  INIT("it writes files in the current directory and never reaches the engine"),
  MANIFEST("it talks to registries from the client and never reaches the engine"),
  PLUGIN(
      "engine plugins run on the node outside of any isolation, so containers may not manage them"
          + " whatever the list says"),
  SBOM("it reaches the engine as an export of an image, if at all; list \"save\" for that request"),
  SCOUT(
      "it reaches the engine as an export of an image, if at all; list \"save\" for that request"),
  TRUST(
      "it signs on the client and in the registry; what reaches the engine is a push, so list"
          + " \"push\"");

  private final String reason;

  UnsupportedCommand(String reason) {
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  static Optional<UnsupportedCommand> named(String name) {
    return Arrays.stream(values())
        .filter(c -> c.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }
}
