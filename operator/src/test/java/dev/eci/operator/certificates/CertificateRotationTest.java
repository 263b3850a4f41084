// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.operator.config.CertificateSettings;
import dev.eci.operator.config.CertificateSettings.Mode;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateRotationTest {
  private static final CertificateSettings SETTINGS =
      new CertificateSettings(
          Mode.SELF_MANAGED,
          Duration.ofDays(365),
          Duration.ofDays(90),
          Duration.ofHours(1),
          Duration.ofMinutes(5));
  private static final List<String> NAMES =
      List.of("eci-webhook.eci-system.svc", "eci-webhook.eci-system");
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private final CertificateRotation certificateRotation = new CertificateRotation(SETTINGS, NAMES);
  private CertificateState certificateState =
      new CertificateState(Optional.empty(), List.of(), Optional.empty());
  private List<X509Certificate> published = List.of();

  @Test
  void issuesFirstCertificateWithoutWaiting() {
    assertThat(run(START, false)).containsExactly("ReplaceAuthority", "ReplaceLeaf", "Rest");
    assertThat(certificateState.bundle())
        .containsExactly(certificateState.authority().orElseThrow().certificate());
    assertThat(trusted()).isTrue();
  }

  @Test
  void renewsLeafAtTwoThirdsOfLifetime() {
    settle(START);
    var old = leaf();
    Instant due = Certificates.renewAt(old);
    assertThat(due).isBetween(START.plus(Duration.ofDays(59)), START.plus(Duration.ofDays(61)));
    assertThat(certificateRotation.next(certificateState, published, START))
        .isEqualTo(new RotationStep.Rest(due));
    assertThat(run(due.minusSeconds(1), true)).containsExactly("Rest");
    assertThat(run(due, true)).containsExactly("ReplaceLeaf", "Rest");
    assertThat(leaf()).isNotEqualTo(old);
  }

  @Test
  void publishesNewAuthorityFirstAndKeepsOldUntilLeafEnds() {
    settle(START);
    X509Certificate oldCa = authority();
    settle(START.plus(Duration.ofDays(200)));
    X509Certificate oldLeaf = leaf();
    Instant due = Certificates.renewAt(oldCa);

    assertThat(run(due, false)).containsExactly("ReplaceAuthority", "ReplaceBundle", "Publish");
    X509Certificate newCa = authority();
    assertThat(certificateState.bundle()).containsExactly(newCa, oldCa);
    assertThat(leaf()).as("served until API servers know the new CA").isEqualTo(oldLeaf);

    published = List.of(oldCa);
    assertThat(run(due, false)).as("an old bundle is published").containsExactly("Publish");

    published = certificateState.bundle();
    assertThat(run(due, false)).containsExactly("ReplaceLeaf", "Rest");
    assertThat(Certificates.isIssuerOf(newCa, leaf())).isTrue();
    assertThat(certificateState.bundle())
        .as("kubelets may still hand out the old leaf")
        .contains(oldCa);

    Instant overlapEnd = due.plus(SETTINGS.overlap());
    assertThat(run(overlapEnd.minusSeconds(2), true)).containsExactly("Rest");
    assertThat(run(overlapEnd.plusSeconds(1), true)).containsExactly("ReplaceBundle", "Rest");
    assertThat(certificateState.bundle()).containsExactly(newCa);
  }

  /** A crash may come between any two writes; the next start knows only the Secrets. */
  @Test
  void completesRotationFromEveryState() {
    settle(START);
    Instant due = Certificates.renewAt(authority());
    settle(due.minusSeconds(1));
    List<CertificateState> crashes = new ArrayList<>();
    for (RotationStep rotationStep = certificateRotation.next(certificateState, published, due);
        !(rotationStep instanceof RotationStep.Rest);
        rotationStep = certificateRotation.next(certificateState, published, due)) {
      if (rotationStep instanceof RotationStep.Publish) {
        published = certificateState.bundle();
      } else {
        carryOut(rotationStep);
      }
      assertThat(trusted()).as("after %s", rotationStep.getClass().getSimpleName()).isTrue();
      crashes.add(certificateState);
    }
    assertThat(crashes).hasSize(4);
    for (CertificateState crash : crashes) {
      certificateState = crash;
      settle(due.plusSeconds(10));
      assertThat(trusted()).isTrue();
      assertThat(Certificates.isIssuerOf(authority(), leaf())).isTrue();
    }
  }

  @Test
  void staysTrustedForAYear() {
    settle(START);
    int steps = 0;
    for (Instant now = START;
        now.isBefore(START.plus(Duration.ofDays(500)));
        now = now.plus(Duration.ofHours(1))) {
      for (RotationStep rotationStep = certificateRotation.next(certificateState, published, now);
          !(rotationStep instanceof RotationStep.Rest);
          rotationStep = certificateRotation.next(certificateState, published, now)) {
        if (rotationStep instanceof RotationStep.Publish
            || rotationStep instanceof RotationStep.ReplaceBundle) {
          // webhook configurations follow the bundle
          if (rotationStep instanceof RotationStep.ReplaceBundle) {
            carryOut(rotationStep);
          }
          published = certificateState.bundle();
        } else {
          carryOut(rotationStep);
        }
        steps++;
      }
      X509Certificate leaf = leaf();
      assertThat(Certificates.isValidAt(leaf, now)).isTrue();
      assertThat(published).anyMatch(ca -> Certificates.isIssuerOf(ca, leaf));
    }
    assertThat(steps).isBetween(10, 40);
  }

  @Test
  void leafEndsNoLaterThanAuthority() {
    var certificateRotation =
        new CertificateRotation(
            new CertificateSettings(
                Mode.SELF_MANAGED,
                Duration.ofDays(90),
                Duration.ofDays(90),
                Duration.ofHours(1),
                Duration.ZERO),
            NAMES);
    certificateState =
        new CertificateState(
            Optional.of(CertificateIssuer.authority(START, START.plus(Duration.ofDays(90)))),
            List.of(),
            Optional.empty());
    carryOut(
        certificateRotation.next(certificateState, published, START.plus(Duration.ofDays(30))));
    assertThat(leaf().getNotAfter()).isEqualTo(authority().getNotAfter());
  }

  @Test
  void replacesLeafOfOtherNamesAtOnce() {
    settle(START);
    var other = new CertificateRotation(SETTINGS, List.of("eci-webhook.elsewhere.svc"));
    assertThat(other.next(certificateState, List.of(), START))
        .isInstanceOf(RotationStep.ReplaceLeaf.class);
  }

  @Test
  void replacesExpiredLeafAtOnce() {
    settle(START);
    Instant late = START.plus(Duration.ofDays(91));
    assertThat(certificateRotation.next(certificateState, List.of(), late))
        .isInstanceOf(RotationStep.ReplaceLeaf.class);
  }

  @Test
  void replacesEverythingAfterLongPause() {
    settle(START);
    X509Certificate oldCa = authority();
    run(START.plus(Duration.ofDays(400)), true);
    assertThat(certificateState.bundle()).doesNotContain(oldCa).containsExactly(authority());
  }

  private void settle(Instant now) {
    run(now, true);
  }

  /** The kinds of steps until there is nothing more to do. */
  private List<String> run(Instant now, boolean publish) {
    List<String> steps = new ArrayList<>();
    while (true) {
      RotationStep rotationStep =
          certificateRotation.next(
              certificateState, publish ? certificateState.bundle() : published, now);
      steps.add(rotationStep.getClass().getSimpleName());
      carryOut(rotationStep);
      if (rotationStep instanceof RotationStep.Rest
          || rotationStep instanceof RotationStep.Publish) {
        if (publish) {
          published = certificateState.bundle();
        }
        return steps;
      }
      assertThat(steps).as("steps").hasSizeLessThan(10);
    }
  }

  private void carryOut(RotationStep rotationStep) {
    switch (rotationStep) {
      case RotationStep.ReplaceAuthority made ->
          certificateState =
              new CertificateState(
                  Optional.of(made.authority()),
                  certificateState.bundle(),
                  certificateState.leaf());
      case RotationStep.ReplaceBundle made ->
          certificateState =
              new CertificateState(
                  certificateState.authority(), made.bundle(), certificateState.leaf());
      case RotationStep.ReplaceLeaf made ->
          certificateState =
              new CertificateState(
                  certificateState.authority(), made.bundle(), Optional.of(made.leaf()));
      case RotationStep.Publish ignored -> {}
      case RotationStep.Rest ignored -> {}
    }
  }

  private boolean trusted() {
    return certificateState.bundle().stream().anyMatch(ca -> Certificates.isIssuerOf(ca, leaf()))
        && (published.isEmpty()
            || published.stream().anyMatch(ca -> Certificates.isIssuerOf(ca, leaf())));
  }

  private X509Certificate authority() {
    return certificateState.authority().orElseThrow().certificate();
  }

  private X509Certificate leaf() {
    return certificateState.leaf().orElseThrow().certificate();
  }
}
