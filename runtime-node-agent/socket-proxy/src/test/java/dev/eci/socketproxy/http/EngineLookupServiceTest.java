// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eci.policy.docker.Lookup;
import dev.eci.policy.docker.LookupResult;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.socketproxy.imageidentity.ImageIdentities;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.host.HostRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the node knows about a path; needs root, as the agent does. */
class EngineLookupServiceTest {
  private static final ImageIdentities NO_IMAGES =
      new ImageIdentities() {
        @Override
        public Optional<ImageIdentity> named(String name) {
          return Optional.empty();
        }

        @Override
        public ImageIdentity recorded(String written, String id) {
          return new ImageIdentity.Named(written);
        }
      };

  @TempDir private Path host;

  @Test
  void findsOwnersWithinDirectoriesForHomes() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"));
    for (String user : List.of("1000", "1001")) {
      own("home/org/u" + user, Integer.parseInt(user));
      own("srv/org/u" + user, Integer.parseInt(user));
    }
    own("home/team/docs", 0);
    own("home/u/made-by-engine", 0);
    own("home/u", 1000);
    own("home/u/made-by-engine/x", 1002);

    assertThat(find("/home/org"))
        .isEqualTo(
            new LookupResult.RealPath("/home/org", List.of(0L, 0L, 0L), Set.of(1000L, 1001L)));
    assertThat(find("/home/team").ownersWithin()).isEmpty();
    assertThat(find("/home/u/made-by-engine").ownersWithin()).as("in a home").isEmpty();
    assertThat(find("/srv/org").ownersWithin()).as("shared").isEmpty();
    assertThat(find("/home/new").owners()).as("missing").hasSize(2);
  }

  private LookupResult.RealPath find(String path) {
    Lookup lookup = new Lookup.PathLookup(path);
    try (EngineLookupService service =
        new EngineLookupService(
            new EngineApi(host.resolve("none"), Duration.ofSeconds(1)),
            new HostRoot(host),
            NO_IMAGES,
            () -> host.resolve("none"))) {
      return (LookupResult.RealPath)
          service.find(Set.of(lookup)).toCompletableFuture().join().resultOf(lookup);
    }
  }

  private void own(String path, int uid) throws Exception {
    Files.setAttribute(Files.createDirectories(host.resolve(path)), "unix:uid", uid);
  }
}
