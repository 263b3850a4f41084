// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class BuildVersion implements IVersionProvider {
  static String format() {
    return Optional.ofNullable(BuildVersion.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"eci-agent " + format()};
  }
}
