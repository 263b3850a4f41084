package dev.eci.registry;

import dev.eci.policy.image.Quoted;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Asks again what may go well the next time, and makes a sentence of what does not. */
final class Retries {
  private static final Duration FIRST = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(6);

  private final int tries;
  private final InstantSource clock;

  Retries(int tries, InstantSource clock) {
    this.tries = tries;
    this.clock = clock;
  }

  /** One question. */
  @FunctionalInterface
  interface Ask {
    Reply run() throws IOException;
  }

  /**
   * The answer, with status 200 or 404.
   *
   * @param what is asked about, for messages
   */
  Reply run(String what, Ask ask) throws RegistryProblem {
    Duration pause = FIRST;
    for (int attempt = 1; ; attempt++) {
      RegistryProblem problem;
      boolean passing;
      try {
        Reply reply = ask.run();
        if (reply.status() == 200 || reply.status() == 404) {
          return reply;
        }
        passing = reply.status() == 429 || reply.status() >= 500;
        problem = problem(what, reply);
      } catch (RegistryProblem e) {
        throw e;
      } catch (IOException e) {
        passing = true;
        problem =
            new RegistryProblem(
                "the registry of %s cannot be reached: %s"
                    .formatted(what, Quoted.of(String.valueOf(e.getMessage()))));
      }
      Duration wait =
          problem
              .notBefore()
              .map(then -> Duration.between(clock.instant(), then))
              .filter(longer -> !longer.isNegative())
              .orElse(pause);
      if (!passing || attempt >= tries || wait.compareTo(PATIENCE) > 0) {
        throw problem;
      }
      sleep(wait);
      pause = pause.multipliedBy(2);
    }
  }

  private RegistryProblem problem(String what, Reply reply) {
    String said =
        switch (reply.status()) {
          case 401, 403 -> "does not let us read it (%d); are there credentials for it?";
          case 429 -> "wants to be asked less often (%d)";
          default -> "answers %d";
        };
    return new RegistryProblem(
        "the registry of %s %s".formatted(what, said.formatted(reply.status())), after(reply));
  }

  /** Seconds or a date (RFC 9110, section 10.2.3). */
  private Optional<Instant> after(Reply reply) {
    String text = reply.header("Retry-After").strip();
    Instant now = clock.instant();
    try {
      Instant then =
          text.matches("[0-9]{1,9}")
              ? now.plusSeconds(Long.parseLong(text))
              : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Instant latest = now.plus(LONGEST);
      return Optional.of(then.isAfter(latest) ? latest : then);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static void sleep(Duration pause) throws RegistryProblem {
    try {
      // many ask at the same time, and shall not come back at the same time
      Thread.sleep(pause.toMillis() + ThreadLocalRandom.current().nextLong(100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryProblem("interrupted");
    }
  }
}
