package dev.eci.registry;

import dev.eci.policy.image.UntrustedText;
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
final class RetryPolicy {
  private static final Duration FIRST = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(6);

  private final int tries;
  private final InstantSource clock;

  RetryPolicy(int tries, InstantSource clock) {
    this.tries = tries;
    this.clock = clock;
  }

  /** One question. */
  @FunctionalInterface
  interface Ask {
    HttpReply run() throws IOException;
  }

  /**
   * The answer, with status 200 or 404.
   *
   * @param what is asked about, for messages
   */
  HttpReply run(String what, Ask ask) throws RegistryException {
    Duration pause = FIRST;
    for (int attempt = 1; ; attempt++) {
      RegistryException problem;
      boolean passing;
      try {
        HttpReply httpReply = ask.run();
        if (httpReply.status() == 200 || httpReply.status() == 404) {
          return httpReply;
        }
        passing = httpReply.status() == 429 || httpReply.status() >= 500;
        problem = problem(what, httpReply);
      } catch (RegistryException e) {
        throw e;
      } catch (IOException e) {
        passing = true;
        problem =
            new RegistryException(
                "the registry of %s cannot be reached: %s"
                    .formatted(what, UntrustedText.quote(String.valueOf(e.getMessage()))));
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

  private RegistryException problem(String what, HttpReply httpReply) {
    String said =
        switch (httpReply.status()) {
          case 401, 403 -> "does not let us read it (%d); are there credentials for it?";
          case 429 -> "wants to be asked less often (%d)";
          default -> "answers %d";
        };
    return new RegistryException(
        "the registry of %s %s".formatted(what, said.formatted(httpReply.status())),
        retryAfter(httpReply));
  }

  /** Seconds or a date (RFC 9110, section 10.2.3). */
  private Optional<Instant> retryAfter(HttpReply httpReply) {
    String text = httpReply.header("Retry-After").strip();
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

  private static void sleep(Duration pause) throws RegistryException {
    try {
      // many ask at the same time, and shall not come back at the same time
      Thread.sleep(pause.toMillis() + ThreadLocalRandom.current().nextLong(100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException("interrupted");
    }
  }
}
