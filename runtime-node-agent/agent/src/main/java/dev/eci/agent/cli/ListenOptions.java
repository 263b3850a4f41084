package dev.eci.agent.cli;

import dev.eci.socketproxy.http.SocketProxy;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say where the filter on its own listens, and for whom. */
final class ListenOptions {
  @Option(
      names = "--listen",
      required = true,
      paramLabel = "SOCKET",
      description = "Where callers find the filtered socket.")
  private Path listen = Path.of("/");

  @Option(
      names = "--mode",
      defaultValue = "660",
      paramLabel = "MODE",
      description = "Of the filtered socket, octal (${DEFAULT-VALUE}).")
  private String mode = "660";

  @Option(
      names = "--group",
      defaultValue = "",
      paramLabel = "NAME",
      description = "Of the filtered socket; the process's own if none is given.")
  private String group = "";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  Path socket() {
    return listen;
  }

  SocketProxy.Listen listen() {
    return new SocketProxy.Listen(listen, permissions(), group);
  }

  private String permissions() {
    if (!mode.matches("0?[0-7]{3}")) {
      throw new ParameterException(
          CommandSpec.class.cast(spec).commandLine(), "--mode is three octal digits: " + mode);
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
