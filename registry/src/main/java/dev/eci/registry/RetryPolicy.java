// SPDX-License-Identifier: Apache-2.0
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

/** Retries requests that may succeed later, and turns failures into messages. */
final class RetryPolicy {
  private static final Duration FIRST = Duration.ofMillis(300);
  private static final Duration WAIT_MAX = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(6);

  private final int tries;
  private final InstantSource clock;

  RetryPolicy(int tries, InstantSource clock) {
    this.tries = tries;
    this.clock = clock;
  }

  /** One request. */
  @FunctionalInterface
  interface Request {
    HttpReply run() throws IOException;
  }

  /**
   * The response, with status 200 or 404.
   *
   * @param what the request's subject, for messages
   */
  HttpReply run(String what, Request request) throws RegistryException {
    Duration pause = FIRST;
    for (int attempt = 1; ; attempt++) {
      RegistryException problem;
      boolean passing;
      try {
        HttpReply httpReply = request.run();
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
            RegistryException.unreachable(
                "the registry of %s cannot be reached: %s"
                    .formatted(what, UntrustedText.quote(String.valueOf(e.getMessage()))));
      }
      Duration wait =
          problem
              .notBefore()
              .map(then -> Duration.between(clock.instant(), then))
              .filter(longer -> !longer.isNegative())
              .orElse(pause);
      if (!passing || attempt >= tries || wait.compareTo(WAIT_MAX) > 0) {
        throw problem;
      }
      sleep(wait);
      pause = pause.multipliedBy(2);
    }
  }

  private RegistryException problem(String what, HttpReply httpReply) {
    String problem =
        switch (httpReply.status()) {
          case 401, 403 -> "denies access (%d); are there credentials for it?";
          case 429 -> "limits the request rate (%d)";
          default -> "returned status %d";
        };
    return new RegistryException(
        "the registry of %s %s".formatted(what, problem.formatted(httpReply.status())),
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
      // many clients fail at the same time, and must not all retry at the same time
      Thread.sleep(pause.toMillis() + ThreadLocalRandom.current().nextLong(100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException("interrupted");
    }
  }
}
