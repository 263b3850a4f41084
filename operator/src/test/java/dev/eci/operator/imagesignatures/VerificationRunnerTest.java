// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.imagesignatures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.imagetrust.Verification;
import dev.eci.registry.RegistryException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VerificationRunnerTest {
  private final VerificationRunner runner = new VerificationRunner(InstantSource.system());

  /** Authors of pods choose names; one that is not there says nothing about its registry. */
  @Test
  void refusedRequestMakesRegistryNoNewcomer() throws Exception {
    run("docker.io/library/good", () -> verification("docker.io/library/good"));
    run(
        "docker.io/library/bogus",
        () -> {
          throw new RegistryException("the registry of docker.io/library/bogus has no such image");
        });
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < 2; i++) {
      String silent = "silent%d.example.com/a".formatted(i);
      CountDownLatch started = new CountDownLatch(1);
      runner.start(
          silent,
          true,
          () -> {
            started.countDown();
            await(end);
            throw new IOException("silent");
          },
          verification(silent),
          false,
          _ -> {});
      assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(run("docker.io/library/good", () -> verification("docker.io/library/good")))
        .isEmpty();
    end.countDown();
  }

  /** Returns the problem. */
  private String run(String image, VerificationRunner.Check check) throws Exception {
    CompletableFuture<Verification> done = new CompletableFuture<>();
    runner.start(image, true, check, verification(image), false, done::complete);
    return done.get(5, TimeUnit.SECONDS).problem();
  }

  private static Verification verification(String image) {
    return new Verification(
        ImageReference.tryParse(image).orElseThrow(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        "");
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
