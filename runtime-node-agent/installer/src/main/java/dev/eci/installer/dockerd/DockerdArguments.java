// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The arguments of dockerd in pflag's notations: {@code --name=value}, {@code --name value}. */
record DockerdArguments(List<String> arguments) {
  DockerdArguments {
    arguments = List.copyOf(arguments);
  }

  /** The last one counts. */
  Optional<String> value(String flag) {
    return values(flag).reduce((_, last) -> last);
  }

  boolean has(String flag) {
    return arguments.stream().anyMatch(a -> a.equals(flag) || a.startsWith(flag + "="));
  }

  /** The values of {@code --host} and {@code -H}. */
  List<String> hosts() {
    List<String> hosts = new ArrayList<>(values("--host").toList());
    hosts.addAll(values("-H").toList());
    for (String argument : arguments) {
      if (argument.startsWith("-H") && argument.length() > 2 && argument.charAt(2) != '=') {
        hosts.add(argument.substring(2));
      }
    }
    return hosts;
  }

  private Stream<String> values(String flag) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).startsWith(flag + "=")) {
        found.add(arguments.get(i).substring(flag.length() + 1));
      } else if (arguments.get(i).equals(flag) && i + 1 < arguments.size()) {
        found.add(arguments.get(i + 1));
      }
    }
    return found.stream();
  }
}
