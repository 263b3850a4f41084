// SPDX-License-Identifier: Apache-2.0
package dev.eci.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Project;
import org.junit.jupiter.api.Test;

/** The files that cannot read the version from the root POM repeat it. */
class VersionTest {
  @Test
  void chartHasVersionOfTheProduct() {
    assertThat(Project.read(Project.CHART.resolve("Chart.yaml"), "(?m)^version: (.*)$"))
        .isEqualTo(Project.version());
    assertThat(Project.read(Project.CHART.resolve("Chart.yaml"), "(?m)^appVersion: (.*)$"))
        .isEqualTo(Project.version());
  }

  @Test
  void launcherHasVersionOfTheProduct() {
    assertThat(
            Project.read(
                Project.ROOT.resolve("runtime-node-agent/launcher/Cargo.toml"),
                "(?m)^version = \"(.*)\"$"))
        .isEqualTo(Project.version());
  }
}
