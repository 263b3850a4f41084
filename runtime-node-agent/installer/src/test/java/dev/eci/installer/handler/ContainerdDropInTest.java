// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.installer.containerd.ContainerdConfig;
import dev.eci.installer.containerd.Toml;
import dev.eci.installer.step.InstallPaths;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ContainerdDropInTest {
  @Test
  void keepsSettingsOfNodeHandler() throws IOException {
    String dump;
    try (InputStream file =
        ContainerdDropInTest.class.getResourceAsStream("/containerd-2.1.9-dump.toml")) {
      dump = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
    ObjectNode own = ContainerdConfig.parse(dump).defaultHandler().orElseThrow();

    assertThat(ContainerdDropIn.text(2, own))
        .isEqualTo(
            """
            # written by eci-agent, which removes this file again; changes are overwritten
            version = 2

            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.eci]
              base_runtime_spec = "/etc/containerd/cri-base.json"
              pod_annotations = ["eci.dev/ids"]
              privileged_without_host_devices = true
              runtime_type = "io.containerd.runc.v2"
              sandboxer = "podsandbox"

            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.eci.options]
              BinaryName = "/opt/eci/bin/eci-runtime"
              SystemdCgroup = true
            """);
    assertThat(ContainerdDropIn.text(3, own))
        .contains("version = 3", "[plugins.\"io.containerd.cri.v1.runtime\".");
  }

  @Test
  void writesTomlThatReadsBack() throws IOException {
    ObjectNode own =
        Toml.parse(
            """
            runtime_type = "x"
            runtime_path = "/own/shim"
            snapshotter = "a\\"b\\\\c\\u0007"
            pod_annotations = ["a.*", 'b"']
            cni_max_conf_num = 3
            [options]
            BinaryName = "/other"
            IoUid = 7
            "odd key" = true
            nested = { a = 1, b = ["x"] }
            """);

    ObjectNode written =
        ContainerdConfig.parse(ContainerdDropIn.text(3, own)).handler("eci").orElseThrow();

    assertThat(written.path("runtime_type").asText()).isEqualTo("io.containerd.runc.v2");
    assertThat(written.has("runtime_path")).isFalse();
    assertThat(written.path("snapshotter")).isEqualTo(own.path("snapshotter"));
    assertThat(written.path("pod_annotations").toString())
        .isEqualTo("[\"a.*\",\"b\\\"\",\"eci.dev/ids\"]");
    assertThat(written.path("cni_max_conf_num").asInt()).isEqualTo(3);
    assertThat(written.path("options").path("BinaryName").asText())
        .isEqualTo(InstallPaths.LAUNCHER);
    assertThat(written.path("options").path("odd key").asBoolean()).isTrue();
    assertThat(written.path("options").path("nested"))
        .isEqualTo(own.path("options").path("nested"));
  }
}
