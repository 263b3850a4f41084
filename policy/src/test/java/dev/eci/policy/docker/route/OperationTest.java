// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.command.CommandWildcard;
import dev.eci.policy.command.DockerCommand;
import dev.eci.policy.docker.route.Operation.Listing;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OperationTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /v1.44/containers/json                    | GET /containers/json                 | ''",
        "POST /containers/create?name=x                | POST /containers/create              | ''",
        "POST /containers/create/start                 | POST /containers/{id...}/start       | create",
        "DELETE /containers/json                       | DELETE /containers/{id...}           | json",
        "DELETE /containers/x/checkpoints/y            | DELETE /containers/{id...}/checkpoints/{checkpoint} | x",
        "DELETE /containers/web/alias?link=1           | DELETE /containers/{id...}           | web/alias",
        "GET /containers/web/json/json                 | GET /containers/{id...}/json         | web/json",
        "POST /containers/a%2Fb/exec                   | POST /containers/{id...}/exec        | a/b",
        "DELETE /containers/a/b/checkpoints/c          | DELETE /containers/{id...}/checkpoints/{checkpoint} | a/b",
        "GET /images/json                              | GET /images/json                     | ''",
        "GET /images/json/json                         | GET /images/{name...}/json           | json",
        "GET /images/reg:5000/a/b:c@sha256:0/json      | GET /images/{name...}/json           | reg:5000/a/b:c@sha256:0",
        "GET /images/get?names=x                       | GET /images/get                      | ''",
        "GET /images/a/get                             | GET /images/{name...}/get            | a",
        "POST /images/a%2Fb/push                       | POST /images/{name...}/push          | a/b",
        "POST /images/create?fromImage=x&fromSrc=y     | POST /images/create                  | ''",
        "POST /build/prune                             | POST /build/prune                    | ''",
        "GET /networks/                                | GET /networks                        | ''",
        "GET /networks/a%20b                           | GET /networks/{id...}                | a b",
        "GET /plugins/privileges?remote=x              | GET /plugins/privileges              | ''",
        "GET /tasks/t/logs                             | GET /tasks/{id}/logs                 | t",
        "OPTIONS /any/thing                            | OPTIONS /{any...}                    | any/thing",
      })
  void findsOperationOfRequest(String request, String operation, String name)
      throws MalformedTargetException {
    int space = request.indexOf(' ');
    RequestTarget target = RequestTarget.parse(request.substring(space + 1));
    assertThat(Operation.of(request.substring(0, space), target))
        .hasValueSatisfying(found -> {
          assertThat(found).hasToString(operation);
          assertThat(found.objectName(target)).isEqualTo(name);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /", "GET, /v1.44/", "POST, /containers/json", "get, /containers/json",
        "GET, /Containers/json",
    "PATCH, /info", "CONNECT, /info", "GET, /containers/a/b", "POST, /containers/a/b",
        "GET, /images",
    "GET, /v1.44/v1.44/info", "POST, /moby.buildkit.v1.Control/Solve"
  })
  void findsNoOperationForOtherRequests(String method, String target)
      throws MalformedTargetException {
    assertThat(
            target.endsWith("v1.44/")
                ? java.util.Optional.empty()
                : Operation.of(method, RequestTarget.parse(target)))
        .isEmpty();
  }

  /** Denying a command without an operation would have no effect. */
  @ParameterizedTest
  @EnumSource(DockerCommand.class)
  void everyCommandHasOwnRequests(DockerCommand command) {
    Set<DockerCommand> none = EnumSet.of(DockerCommand.CONTEXT, DockerCommand.LOGOUT);
    Set<DockerCommand> groups =
        EnumSet.of(
            DockerCommand.CONTAINER,
            DockerCommand.IMAGE,
            DockerCommand.NETWORK,
            DockerCommand.SYSTEM,
            DockerCommand.VOLUME);
    assertThat(Operation.all().stream().anyMatch(o -> o.commands().contains(command)))
        .isEqualTo(!none.contains(command) && !groups.contains(command));
  }

  @ParameterizedTest
  @EnumSource(CommandWildcard.class)
  void everyWildcardCoversSomething(CommandWildcard group) {
    assertThat(Operation.all()).anyMatch(o -> o.groups().contains(group));
  }

  /** An operation that no list can name would be unavailable under any allow list. */
  @Test
  void everyOperationCanBeListed() {
    assertThat(Operation.all())
        .allSatisfy(o ->
            assertThat(
                    o.listing() != Listing.BY_COMMAND
                        || !o.commands().isEmpty()
                        || !o.neededBy().isEmpty()
                        || !o.groups().isEmpty())
                .isTrue());
  }

  @Test
  void earlierOperationsShadowNoLaterOne() throws MalformedTargetException {
    for (Operation operation : Operation.all()) {
      assertThat(Operation.of(operation.method(), RequestTarget.parse(operation.path().example())))
          .contains(operation);
    }
  }
}
