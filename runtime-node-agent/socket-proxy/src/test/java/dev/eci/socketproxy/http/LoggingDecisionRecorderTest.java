// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.support.metrics.Metrics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggingDecisionRecorderTest {
  private static final Caller HOST = new Caller.Host(1000, 1000, 7);
  private static final Caller LOUD =
      new Caller.InContainer(
          "c".repeat(64), "loud", new ImageIdentity.Named("x"), Optional.empty());

  private final Metrics metrics = new Metrics();
  private final LoggingDecisionRecorder recorder =
      new LoggingDecisionRecorder(metrics, 3, Duration.ofMillis(500));
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getMessage() + Arrays.toString(line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private final Logger log = Logger.getLogger(LoggingDecisionRecorder.class.getName());

  @BeforeEach
  void listen() {
    log.setLevel(Level.ALL);
    log.setUseParentHandlers(false);
    log.addHandler(listener);
  }

  @AfterEach
  void leave() {
    log.removeHandler(listener);
    log.setUseParentHandlers(true);
    log.setLevel(null);
  }

  private void denied(Caller caller) {
    Violation broken = new Violation(RuleId.RES_2, "default", "field", "no");
    recorder.denied(
        new ApiRequest(caller, "POST", "/containers/create", "application/json", true),
        new ApiDecision.Deny(
            403,
            "no",
            Optional.of(broken),
            List.of(new ApiDecision.AuditedViolation(EnforcementMode.ENFORCE, broken))));
  }

  @Test
  void limitsLogLinesPerCallerAndCountsAll() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      denied(LOUD);
    }
    denied(HOST);
    assertThat(lines).filteredOn(line -> line.contains("loud")).hasSize(3);
    assertThat(lines).filteredOn(line -> line.contains("uid 1000")).hasSize(1);
    assertThat(metrics.text())
        .contains("caller=\"container\",mode=\"enforce\",outcome=\"denied\",policy=\"default\"")
        .containsPattern("eci_proxy_violations_total\\{caller=\"container\"[^}]*} 100\n")
        .containsPattern("eci_proxy_violations_total\\{caller=\"host\"[^}]*} 1\n");
    for (int i = 0;
        i < 100 && lines.stream().noneMatch(line -> line.matches(".*lines dropped.*loud.*"));
        i++) {
      Thread.sleep(50);
    }
    assertThat(lines)
        .anySatisfy(line -> assertThat(line).matches(".*lines dropped.*lines, 97,.*loud.*"));
    denied(LOUD);
    assertThat(lines.getLast()).contains("was denied").contains("loud");
    assertThat(lines)
        .noneMatch(line -> line.contains("lines dropped") && line.contains("uid 1000"));
  }

  @Test
  void limitsLogLinesOfMalformedRequests() {
    for (int i = 0; i < 100; i++) {
      recorder.malformed("it is not");
    }
    assertThat(lines).filteredOn(line -> line.contains("malformed request")).hasSize(3);
    assertThat(metrics.text()).contains("eci_proxy_refused_total{reason=\"malformed\"} 100");
  }
}
