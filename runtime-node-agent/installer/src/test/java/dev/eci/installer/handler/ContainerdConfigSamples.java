// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Main files as they are on real nodes; empty stands for a missing file. */
final class ContainerdConfigSamples {
  private static final String V2 =
      "[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.runc]\n  runtime_type = \"io.containerd.runc.v2\"\n  [plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.runc.options]\n    SystemdCgroup = true\n";
  private static final String V3 =
      V2.replace("io.containerd.grpc.v1.cri", "io.containerd.cri.v1.runtime");

  private ContainerdConfigSamples() {}

  static List<Optional<String>> all() {
    List<Optional<String>> files = new ArrayList<>();
    files.add(Optional.empty());
    for (String body : List.of("version = 2\n" + V2, "version = 3\n" + V3)) {
      String version = body.substring(0, body.indexOf('\n') + 1);
      String rest = body.substring(version.length());
      for (String text :
          List.of(
              body,
              body.strip(),
              "# imports = [\"/nowhere\"]\n\n" + body,
              body.replace("\n", "\r\n"),
              version + "imports = []\n" + rest,
              version + "imports = [ ] # none yet\n" + rest,
              version + "imports = [\"/etc/containerd/conf.d/*.toml\"]\n" + rest,
              version + "imports = ['conf.d/*.toml']\n" + rest,
              version + "imports = [\"/etc/containerd/one.toml\"]\n" + rest,
              version
                  + "\"imports\" = [ # [first]\n  '/etc/containerd/one.toml', # a ]\n]\n"
                  + rest,
              "imports = [\n  \"/etc/containerd/one.toml\",\n  \"/etc/containerd/t*.toml\"\n]\n"
                  + body,
              version + "oom_score = -999 # [imports]\nroot = \"\"\"\nimports = [\n\"\"\"\n" + rest,
              version + "required_plugins = [\n  \"a.b\", 'c]d' ]\nstate = '/run/\u00e4'\n" + rest,
              body + "\n[debug]\n  imports = [\"no top level\"]")) {
        files.add(Optional.of(text));
      }
    }
    files.add(Optional.of(""));
    files.add(Optional.of("oom_score = -5"));
    return files;
  }
}
