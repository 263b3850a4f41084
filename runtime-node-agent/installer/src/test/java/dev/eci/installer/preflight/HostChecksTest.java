// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.containerd.OciRuntime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostChecksTest {
  private static final ContainerdService ENGINE =
      new ContainerdService("containerd.service", "/b", "/c", "/p");
  private static final OciRuntime RUNC = new OciRuntime("/usr/sbin/runc", "1.3.6", true, true);
  private static final HostFacts GOOD =
      new HostFacts(
          "6.18.0", 1000, List.of(ENGINE), "containerd 2.1.9", Optional.of(RUNC), List.of(), "v2");

  private static String reason(HostFacts facts) {
    return HostChecks.firstFailure(HostChecks.run(facts))
        .map(CheckResult.Failure::reason)
        .orElse("");
  }

  private static HostFacts kernel(String release) {
    return new HostFacts(
        release, 1000, List.of(ENGINE), "containerd 2.1.9", Optional.of(RUNC), List.of(), "v2");
  }

  private static HostFacts engine(String version) {
    return new HostFacts(
        "6.18.0", 1000, List.of(ENGINE), version, Optional.of(RUNC), List.of(), "v2");
  }

  private static HostFacts runtime(Optional<OciRuntime> runtime) {
    return new HostFacts(
        "6.18.0", 1000, List.of(ENGINE), "containerd 2.1.9", runtime, List.of(), "v2");
  }

  private static HostFacts checksNumberOfEnginesAndUnit(List<ContainerdService> engines) {
    return new HostFacts(
        "6.18.0", 1000, engines, "containerd 2.1.9", Optional.of(RUNC), List.of(), "v2");
  }

  @Test
  void reportsNothingForSupportedNode() {
    assertThat(reason(GOOD)).isEmpty();
    assertThat(HostChecks.notes(HostChecks.run(GOOD))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "5.4.0-generic,KernelTooOld,0",
    "5.11.22,KernelTooOld,0",
    "5.12.0,'',1",
    "6.2.16-cloud,'',1",
    "6.3.0,'',0",
    "6.18.44-fc-v595,'',0",
    "strange,KernelTooOld,0"
  })
  void checksKernelVersion(String release, String reason, int notes) {
    assertThat(reason(kernel(release))).isEqualTo(reason);
    assertThat(HostChecks.notes(HostChecks.run(kernel(release)))).hasSize(notes);
  }

  @ParameterizedTest
  @CsvSource({
    "containerd 1.6.38,EngineTooOld,0",
    "containerd 1.7.27,'',1",
    "containerd 2.0.0,'',0",
    "containerd 2.1.9,'',0",
    "containerd 2.2.0-rc.1,'',0",
    "'',EngineTooOld,0"
  })
  void checksEngineVersion(String version, String reason, int notes) {
    assertThat(reason(engine(version))).isEqualTo(reason);
    assertThat(HostChecks.notes(HostChecks.run(engine(version)))).hasSize(notes);
  }

  @Test
  void checksOciRuntime() {
    assertThat(reason(runtime(Optional.empty()))).isEqualTo("OciRuntimeNotFound");
    assertThat(reason(runtime(Optional.of(new OciRuntime("/r", "1.1.12", true, false)))))
        .isEqualTo("OciRuntimeTooOld");
    assertThat(reason(runtime(Optional.of(new OciRuntime("/r", "1.3.0", false, true)))))
        .isEqualTo("OciRuntimeTooOld");
  }

  @Test
  void checksNumberOfEnginesAndUnit() {
    assertThat(reason(checksNumberOfEnginesAndUnit(List.of()))).isEqualTo("EngineNotFound");
    assertThat(
            reason(
                checksNumberOfEnginesAndUnit(
                    List.of(ENGINE, new ContainerdService("k3s.service", "/b", "/c", "/p")))))
        .isEqualTo("SeveralEngines");
    assertThat(
            reason(
                checksNumberOfEnginesAndUnit(List.of(new ContainerdService("", "/b", "/c", "/p")))))
        .isEqualTo("EngineNotUnderSystemd");
  }

  @Test
  void rejectsNodeWithoutUserNamespacesOrReadOnly() {
    assertThat(
            reason(
                new HostFacts(
                    "6.18.0",
                    0,
                    List.of(ENGINE),
                    "containerd 2.1.9",
                    Optional.of(RUNC),
                    List.of(),
                    "v2")))
        .isEqualTo("UserNamespacesDisabled");
    assertThat(
            reason(
                new HostFacts(
                    "6.18.0",
                    1,
                    List.of(ENGINE),
                    "containerd 2.1.9",
                    Optional.of(RUNC),
                    List.of("/etc/containerd"),
                    "v2")))
        .isEqualTo("ReadOnlyNode");
  }
}
