// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import dev.eci.socketproxy.http.SocketProxy;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say where a standalone proxy listens, and who may connect. */
final class ListenOptions {
  @Option(
      names = "--listen",
      required = true,
      paramLabel = "SOCKET",
      description = "Path of the proxied socket.")
  private Path listen = Path.of("/");

  @Option(
      names = "--mode",
      defaultValue = "660",
      paramLabel = "MODE",
      description = "Mode of the proxied socket, octal (${DEFAULT-VALUE}).")
  private String mode = "660";

  @Option(
      names = "--group",
      defaultValue = "",
      paramLabel = "NAME",
      description = "Group of the proxied socket (default: the process's group).")
  private String group = "";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  Path socket() {
    return listen;
  }

  SocketProxy.Listen listen() {
    return new SocketProxy.Listen(listen, permissions(), group);
  }

  private String permissions() {
    if (!mode.matches("0?[0-7]{3}")) {
      throw new ParameterException(
          spec.commandLine(), "--mode must be three octal digits: " + mode);
    }
    int bits = Integer.parseInt(mode, 8);
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((bits & (0400 >> i)) != 0) {
        set.add(all[i]);
      }
    }
    return PosixFilePermissions.toString(set);
  }
}
