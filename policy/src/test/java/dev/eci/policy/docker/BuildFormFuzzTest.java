// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.route.MalformedTargetException;
import dev.eci.policy.docker.route.RequestTarget;
import java.nio.charset.StandardCharsets;

/** A form in the body of an operation that reads its options from the query. */
class BuildFormFuzzTest {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String TARGET = "/v1.47/build/prune?keep-storage=1";

  @DictionaryEntries({
    "networkmode=host",
    "&",
    "cgroupparent=/",
    "keep-storage",
    "filters",
    "%3d",
    "=",
    ";"
  })
  @FuzzTest
  void formIsDecidedLikeTheSameQuery(byte[] sent) throws MalformedTargetException {
    ApiDecision decision =
        DockerRequestFixture.byDefault().decideForm("POST", TARGET, FORM, latin1(sent));
    if (decision instanceof ApiDecision.Forward forward) {
      RequestTarget target = RequestTarget.parse(forward.target());
      assertThat(target.canonical()).isEqualTo(forward.target());
      assertThat(forward.body()).isInstanceOf(ApiDecision.Body.NoBody.class);
      assertThat(DockerRequestFixture.byDefault().decide("POST", forward.target()))
          .isEqualTo(decision);
    }
  }

  /** The query of a build: what is forwarded has no option that reaches the node. */
  @DictionaryEntries({"networkmode=host", "&", "cgroupparent=/", "remote", "version=2", "%68", "="})
  @FuzzTest
  void queryOfBuildReachesNothingOfTheNode(byte[] sent) throws MalformedTargetException {
    ApiDecision decision =
        DockerRequestFixture.byDefault()
            .decide("POST", "/v1.47/build?" + latin1(sent), new JsonValue.Null());
    if (decision instanceof ApiDecision.Forward forward) {
      RequestTarget target = RequestTarget.parse(forward.target());
      assertThat(target.query().all("networkmode")).doesNotContain("host", "container:theirs");
      assertThat(target.query().all("cgroupparent")).noneMatch(parent -> parent.contains("/../"));
      assertThat(
              DockerRequestFixture.byDefault()
                  .decide("POST", forward.target() + "&networkmode=host", new JsonValue.Null()))
          .isInstanceOf(ApiDecision.Deny.class);
    }
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
