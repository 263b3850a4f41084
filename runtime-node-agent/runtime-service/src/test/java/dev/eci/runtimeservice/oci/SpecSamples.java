// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.oci.KernelRelease;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * config.json files of a real node: containerd 2.1.9, Kubernetes 1.34, with user namespaces; and
 * Docker 29, with its two image stores.
 */
public final class SpecSamples {
  private SpecSamples() {}

  public static byte[] config(String name) {
    return read(name + ".json");
  }

  static String mounts(String name) {
    return new String(read(name + ".mountinfo"), StandardCharsets.UTF_8);
  }

  private static byte[] read(String name) {
    try (InputStream file = SpecSamples.class.getResourceAsStream("/oci/" + name)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Spec spec(String name) {
    return parse(config(name));
  }

  /** A rewriter on a node without processes, whose ranges start at 1879048192. */
  public static SpecRewriter rewriter(Path root) {
    return new SpecRewriter(
        new InMemoryRanges(), new HostRoot(root), root, new KernelRelease(6, 18), Optional.empty());
  }

  /** Rewrites a spec whose user namespace the engine added. */
  static RewrittenSpec rewriteWithUserNamespace(Spec spec)
      throws InvalidSpecException, CreateDeniedException {
    Spec copy = spec.copy();
    if (!copy.hasNamespace("user")) {
      copy.addNamespace("user", "");
    }
    return rewriter(Path.of("/nowhere"))
        .prepare(new ContainerBundle("x", "/b"), copy, new MountTable(new byte[0]), 65536)
        .complete(false);
  }

  public static Spec parse(byte[] config) {
    try {
      return Spec.parse(config);
    } catch (InvalidSpecException e) {
      throw new IllegalStateException(e);
    }
  }
}
