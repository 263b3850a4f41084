// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.cluster;

import dev.eci.harness.Cluster;
import dev.eci.harness.Lab;
import dev.eci.harness.Pause;
import dev.eci.harness.Product;
import dev.eci.harness.Project;
import dev.eci.harness.story.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Makes the cluster once per run, from nothing, and deletes it at the end. Without a cluster the
 * tests fail; they are never skipped.
 */
final class SharedCluster implements BeforeAllCallback, ParameterResolver {
  private static final String NAME = System.getProperty("eci.test.cluster", "eci-test");
  private static final Namespace NAMESPACE = Namespace.create(SharedCluster.class);

  /** A cluster, and the checksums of its node from before ECI was installed. */
  private record Running(Cluster cluster, NodeFileChecksums untouched) implements AutoCloseable {
    static Running start() {
      Lab.up();
      if (!takeNewCluster()) {
        Lab.deleteCluster(NAME);
      }
      Cluster cluster = Lab.cluster(NAME);
      NodeFileChecksums untouched = NodeFileChecksums.of(cluster);
      Product.loadImages(cluster);
      Product.install(cluster, Map.of());
      Product.awaitNodes(cluster);
      return new Running(cluster, untouched);
    }

    /** Whether run-tests has created the cluster while the modules were tested; only once. */
    private static boolean takeNewCluster() {
      Path marker = Project.ROOT.resolve("target/new-cluster-" + NAME);
      try {
        while (isBeingCreated(marker)) {
          Pause.brief();
        }
        boolean isReady = content(marker).equals("ready");
        Files.deleteIfExists(marker);
        return isReady;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The process that creates the cluster has its ID in the file. */
    private static boolean isBeingCreated(Path marker) throws IOException {
      String content = content(marker);
      return content.matches("\\d+")
          && ProcessHandle.of(Long.parseLong(content)).filter(ProcessHandle::isAlive).isPresent();
    }

    private static String content(Path marker) throws IOException {
      try {
        return Files.readString(marker).strip();
      } catch (NoSuchFileException e) {
        return "";
      }
    }

    @Override
    public void close() {
      Lab.deleteCluster(NAME);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Cluster cluster = running(context).cluster();
    if (context.getRequiredTestClass().getAnnotation(RequiresKindCluster.class).requiresPolicy()) {
      protect(cluster);
    }
  }

  /** If a class runs alone, no earlier class has left a policy in force. */
  private static void protect(Cluster cluster) {
    if (cluster.get("ecipolicies").path("items").isEmpty()) {
      Product.applyPolicy(cluster, Manifests.policy("{}"));
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Cluster.class || type == NodeFileChecksums.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running running = running(context);
    return parameter.getParameter().getType() == Cluster.class
        ? running.cluster()
        : running.untouched();
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(NAME, name -> Running.start(), Running.class);
  }
}
