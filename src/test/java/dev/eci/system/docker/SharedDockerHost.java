// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker;

import dev.eci.harness.Lab;
import dev.eci.harness.docker.DockerHost;
import dev.eci.harness.docker.Variant;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One Docker host for all tests that need no separate one. With the system property {@code
 * eci.unprotected} no agent is installed: every test that claims protection must then fail, which
 * is how we know that it can.
 */
final class SharedDockerHost implements BeforeAllCallback, ParameterResolver {
  static final String POLICY =
      """
      apiVersion: eci.dev/v1alpha1
      kind: EciPolicy
      metadata: {name: default}
      spec:
        hostPaths:
          allowed: [/opt/writable]
          readOnlyAllowed: [/opt/current, /opt/writable/link]
      """;
  private static final Namespace NAMESPACE = Namespace.create(SharedDockerHost.class);

  private record Running(DockerHost host) implements AutoCloseable {
    static Running start() {
      Lab.up();
      DockerHost host = DockerHost.start("shared", Variant.DEFAULT);
      try {
        if (!Boolean.getBoolean("eci.unprotected")) {
          host.protect(POLICY);
        }
        return new Running(host);
      } catch (RuntimeException e) {
        host.close();
        throw e;
      }
    }

    @Override
    public void close() {
      host.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DockerHost.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return running(context).host();
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent("host", name -> Running.start(), Running.class);
  }
}
