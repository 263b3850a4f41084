package dev.eci.registry.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a registry is asked, and how much is remembered. */
class AgendaTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Pace PACE =
      new Pace(Duration.ofMinutes(15), Duration.ofSeconds(15), Duration.ofSeconds(10));
  private static final ImageReference CLI = ImageReference.parse("docker:cli");
  private static final ImageReference TOOL = ImageReference.parse("tool:1");

  private final Agenda agenda = new Agenda(PACE, new Random(1));

  private static Instant second(long number) {
    return START.plusSeconds(number);
  }

  @Test
  void listedImagesAreAskedAtOnceAndThenEveryQuarterOfAnHourOrSo() {
    agenda.list(List.of(CLI), START);

    assertThat(agenda.start(START)).containsExactly(CLI);
    assertThat(agenda.start(second(5))).isEmpty();
    agenda.answered(CLI, second(5));
    assertThat(agenda.start(second(5 + 800))).isEmpty();
    assertThat(agenda.start(second(5 + 1000))).containsExactly(CLI);
  }

  @Test
  void failuresAreTriedAgainSlowerAndSlower() {
    agenda.list(List.of(CLI), START);
    Instant now = START;
    for (int seconds : List.of(15, 30, 60, 120)) {
      assertThat(agenda.start(now)).containsExactly(CLI);
      agenda.failed(CLI, Optional.empty(), now);
      assertThat(agenda.start(now.plusSeconds(seconds * 8 / 10))).isEmpty();
      now = now.plusSeconds(seconds * 12 / 10);
    }
    for (int i = 0; i < 20; i++) {
      agenda.failed(CLI, Optional.empty(), now);
    }
    assertThat(agenda.next().orElseThrow()).isBefore(now.plus(Duration.ofMinutes(17)));
  }

  @Test
  void aRegistryIsNotAskedBeforeItWantsToBe() {
    agenda.list(List.of(CLI), START);
    agenda.start(START);
    agenda.failed(CLI, Optional.of(second(3600)), START);

    assertThat(agenda.start(second(3599))).isEmpty();
    assertThat(agenda.start(second(3600))).containsExactly(CLI);
  }

  @Test
  void whoWaitsHurriesButManyDoNotHurryMore() {
    agenda.list(List.of(CLI), START);
    agenda.start(START);
    agenda.answered(CLI, START);

    agenda.want(CLI, second(1));
    agenda.want(CLI, second(2));
    assertThat(agenda.start(second(9))).isEmpty();
    assertThat(agenda.start(second(10))).containsExactly(CLI);
  }

  @Test
  void whatIsListedNoMoreIsForgottenAWeekLater() {
    agenda.list(List.of(CLI), START);
    agenda.list(List.of(TOOL), second(1));
    assertThat(agenda.keys()).hasSize(2);

    agenda.list(List.of(TOOL), START.plus(Duration.ofDays(8)));

    assertThat(agenda.keys()).containsExactly("docker.io/library/tool:1");
  }

  @Test
  void whatIsWantedIsBoundedAndListedOnesAreNeverCrowdedOut() {
    agenda.list(List.of(CLI), START);
    IntStream.range(0, 2000)
        .forEach(i -> agenda.want(ImageReference.parse("docker:" + i), second(i)));

    assertThat(agenda.keys())
        .hasSize(Agenda.UNLISTED_MAX + 1)
        .contains("docker.io/library/docker:cli", "docker.io/library/docker:1999");
  }
}
