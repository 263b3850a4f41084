// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.story.Step;
import dev.eci.harness.story.Story;
import dev.eci.system.cluster.RequiresKindCluster;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;

/**
 * What `make demo` shows, each step a test. Leaves the policy "default" in force for the classes
 * after it.
 */
@RequiresKindCluster(requiresPolicy = false)
@Order(1)
class StoryTest {
  @TestFactory
  Stream<DynamicTest> followsStory(Cluster cluster) {
    return Story.steps(cluster).stream()
        .map(step -> DynamicTest.dynamicTest(step.title(), () -> check(step)));
  }

  private static void check(Step step) {
    Step.Outcome outcome = step.run();
    assertThat(outcome.asExpected())
        .as("$ %s%nexpected: %s%nhappened: %s", step.typed(), step.expected(), outcome.happened())
        .isTrue();
  }
}
