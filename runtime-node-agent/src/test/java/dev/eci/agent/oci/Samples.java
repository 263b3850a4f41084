package dev.eci.agent.oci;

import java.io.IOException;
import java.io.InputStream;

/** config.json files of a real node: containerd 2.1.9, Kubernetes 1.34, with user namespaces. */
public final class Samples {
  private Samples() {}

  public static byte[] config(String name) {
    try (InputStream file = Samples.class.getResourceAsStream("/oci/" + name + ".json")) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Spec spec(String name) {
    return parse(config(name));
  }

  public static Spec parse(byte[] config) {
    try {
      return Spec.parse(config);
    } catch (InvalidConfig e) {
      throw new IllegalStateException(e);
    }
  }
}
