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

class RotationTest {
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

  private final Rotation rotation = new Rotation(SETTINGS, NAMES);
  private State state = new State(Optional.empty(), List.of(), Optional.empty());
  private List<X509Certificate> published = List.of();

  @Test
  void theFirstCertificateNeedsNoPublication() {
    assertThat(run(START, false)).containsExactly("ReplaceAuthority", "ReplaceLeaf", "Rest");
    assertThat(state.bundle()).containsExactly(state.authority().orElseThrow().certificate());
    assertThat(trusted()).isTrue();
  }

  @Test
  void aLeafIsRenewedAtTwoThirds() {
    settle(START);
    var old = leaf();
    Instant due = Certificates.renewAt(old);
    assertThat(due).isBetween(START.plus(Duration.ofDays(59)), START.plus(Duration.ofDays(61)));
    assertThat(rotation.next(state, published, START)).isEqualTo(new Step.Rest(due));
    assertThat(run(due.minusSeconds(1), true)).containsExactly("Rest");
    assertThat(run(due, true)).containsExactly("ReplaceLeaf", "Rest");
    assertThat(leaf()).isNotEqualTo(old);
  }

  @Test
  void aNewAuthorityIsPublishedBeforeItsLeafIsServedAndTheOldOneOutlivesItsLeaf() {
    settle(START);
    X509Certificate oldCa = authority();
    settle(START.plus(Duration.ofDays(200)));
    X509Certificate oldLeaf = leaf();
    Instant due = Certificates.renewAt(oldCa);

    assertThat(run(due, false)).containsExactly("ReplaceAuthority", "ReplaceBundle", "Publish");
    X509Certificate newCa = authority();
    assertThat(state.bundle()).containsExactly(newCa, oldCa);
    assertThat(leaf()).as("served until API servers know the new CA").isEqualTo(oldLeaf);

    published = List.of(oldCa);
    assertThat(run(due, false)).as("an old bundle is published").containsExactly("Publish");

    published = state.bundle();
    assertThat(run(due, false)).containsExactly("ReplaceLeaf", "Rest");
    assertThat(Certificates.issued(newCa, leaf())).isTrue();
    assertThat(state.bundle()).as("kubelets may still hand out the old leaf").contains(oldCa);

    Instant overlapEnd = due.plus(SETTINGS.overlap());
    assertThat(run(overlapEnd.minusSeconds(2), true)).containsExactly("Rest");
    assertThat(run(overlapEnd.plusSeconds(1), true)).containsExactly("ReplaceBundle", "Rest");
    assertThat(state.bundle()).containsExactly(newCa);
  }

  /** A crash may come between any two writes; what then starts again knows only the Secrets. */
  @Test
  void fromEveryStateOfARotationItEndsWellAndIsTrustedAllTheWay() {
    settle(START);
    Instant due = Certificates.renewAt(authority());
    settle(due.minusSeconds(1));
    List<State> crashes = new ArrayList<>();
    for (Step step = rotation.next(state, published, due);
        !(step instanceof Step.Rest);
        step = rotation.next(state, published, due)) {
      if (step instanceof Step.Publish) {
        published = state.bundle();
      } else {
        carryOut(step);
      }
      assertThat(trusted()).as("after %s", step.getClass().getSimpleName()).isTrue();
      crashes.add(state);
    }
    assertThat(crashes).hasSize(4);
    for (State crash : crashes) {
      state = crash;
      settle(due.plusSeconds(10));
      assertThat(trusted()).isTrue();
      assertThat(Certificates.issued(authority(), leaf())).isTrue();
    }
  }

  @Test
  void aYearLongRunIsTrustedAtEveryHour() {
    settle(START);
    int steps = 0;
    for (Instant now = START;
        now.isBefore(START.plus(Duration.ofDays(500)));
        now = now.plus(Duration.ofHours(1))) {
      for (Step step = rotation.next(state, published, now);
          !(step instanceof Step.Rest);
          step = rotation.next(state, published, now)) {
        if (step instanceof Step.Publish || step instanceof Step.ReplaceBundle) {
          // webhook configurations follow the bundle
          if (step instanceof Step.ReplaceBundle) {
            carryOut(step);
          }
          published = state.bundle();
        } else {
          carryOut(step);
        }
        steps++;
      }
      X509Certificate leaf = leaf();
      assertThat(Certificates.valid(leaf, now)).isTrue();
      assertThat(published).anyMatch(ca -> Certificates.issued(ca, leaf));
    }
    assertThat(steps).isBetween(10, 40);
  }

  @Test
  void aLeafNeverOutlivesItsAuthority() {
    var rotation =
        new Rotation(
            new CertificateSettings(
                Mode.SELF_MANAGED,
                Duration.ofDays(90),
                Duration.ofDays(90),
                Duration.ofHours(1),
                Duration.ZERO),
            NAMES);
    state =
        new State(
            Optional.of(CertificateMaker.authority(START, START.plus(Duration.ofDays(90)))),
            List.of(),
            Optional.empty());
    carryOut(rotation.next(state, published, START.plus(Duration.ofDays(30))));
    assertThat(leaf().getNotAfter()).isEqualTo(authority().getNotAfter());
  }

  @Test
  void aLeafForOtherNamesIsReplacedAtOnce() {
    settle(START);
    var other = new Rotation(SETTINGS, List.of("eci-webhook.elsewhere.svc"));
    assertThat(other.next(state, List.of(), START)).isInstanceOf(Step.ReplaceLeaf.class);
  }

  @Test
  void anExpiredLeafIsReplacedWithoutWaiting() {
    settle(START);
    Instant late = START.plus(Duration.ofDays(91));
    assertThat(rotation.next(state, List.of(), late)).isInstanceOf(Step.ReplaceLeaf.class);
  }

  @Test
  void afterALongSleepNothingOldIsLeft() {
    settle(START);
    X509Certificate oldCa = authority();
    run(START.plus(Duration.ofDays(400)), true);
    assertThat(state.bundle()).doesNotContain(oldCa).containsExactly(authority());
  }

  private void settle(Instant now) {
    run(now, true);
  }

  /** The kinds of steps until there is nothing more to do. */
  private List<String> run(Instant now, boolean publish) {
    List<String> steps = new ArrayList<>();
    while (true) {
      Step step = rotation.next(state, publish ? state.bundle() : published, now);
      steps.add(step.getClass().getSimpleName());
      carryOut(step);
      if (step instanceof Step.Rest || step instanceof Step.Publish) {
        if (publish) {
          published = state.bundle();
        }
        return steps;
      }
      assertThat(steps).as("steps").hasSizeLessThan(10);
    }
  }

  private void carryOut(Step step) {
    switch (step) {
      case Step.ReplaceAuthority made ->
          state = new State(Optional.of(made.authority()), state.bundle(), state.leaf());
      case Step.ReplaceBundle made ->
          state = new State(state.authority(), made.bundle(), state.leaf());
      case Step.ReplaceLeaf made ->
          state = new State(state.authority(), made.bundle(), Optional.of(made.leaf()));
      case Step.Publish ignored -> {}
      case Step.Rest ignored -> {}
    }
  }

  private boolean trusted() {
    return state.bundle().stream().anyMatch(ca -> Certificates.issued(ca, leaf()))
        && (published.isEmpty()
            || published.stream().anyMatch(ca -> Certificates.issued(ca, leaf())));
  }

  private X509Certificate authority() {
    return state.authority().orElseThrow().certificate();
  }

  private X509Certificate leaf() {
    return state.leaf().orElseThrow().certificate();
  }
}
