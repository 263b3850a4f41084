package dev.eci.operator.cluster;

import dev.eci.operator.Names;
import dev.eci.operator.certificates.Identity;
import dev.eci.operator.certificates.Pem;
import dev.eci.operator.certificates.State;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two Secrets. Read from the API server each time, since a step that is computed from an old
 * state would undo a newer one.
 */
final class CertificateSecrets {
  private static final String TYPE = "kubernetes.io/tls";
  private static final String BUNDLE = "ca.crt";
  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";

  private final KubernetesClient client;
  private final String namespace;

  CertificateSecrets(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  State read() {
    Secret authority = get(Names.WEBHOOK_CA);
    Secret served = get(Names.WEBHOOK_TLS);
    return State.read(
        value(authority, CERTIFICATE),
        value(authority, KEY),
        value(served, BUNDLE),
        value(served, CERTIFICATE),
        value(served, KEY));
  }

  void writeAuthority(Identity authority) {
    write(
        Names.WEBHOOK_CA,
        Map.of(
            CERTIFICATE, Pem.certificates(List.of(authority.certificate())),
            KEY, Pem.key(authority.key())));
  }

  void writeBundle(List<X509Certificate> bundle) {
    write(Names.WEBHOOK_TLS, Map.of(BUNDLE, Pem.certificates(bundle)));
  }

  void writeLeaf(List<X509Certificate> bundle, Identity leaf) {
    write(
        Names.WEBHOOK_TLS,
        Map.of(
            BUNDLE, Pem.certificates(bundle),
            CERTIFICATE, Pem.certificates(List.of(leaf.certificate())),
            KEY, Pem.key(leaf.key())));
  }

  /** Values that are not given stay as they are. */
  private void write(String name, Map<String, String> values) {
    Secret existing = get(name);
    if (existing != null && !canChange(existing)) {
      client
          .resource(existing)
          .lockResourceVersion(existing.getMetadata().getResourceVersion())
          .delete();
      existing = null;
    }
    Map<String, String> data = new HashMap<>(existing == null ? Map.of() : existing.getData());
    values.forEach((key, value) -> data.put(key, encode(value)));
    if (existing == null) {
      client.resource(secret(name, data)).create();
    } else {
      // carries the version that was read: fails if somebody else wrote meanwhile
      client
          .resource(
              new SecretBuilder(existing)
                  .editMetadata()
                  .addToLabels(Names.MANAGED_BY, Names.OPERATOR)
                  .endMetadata()
                  .withData(data)
                  .build())
          .update();
    }
  }

  private Secret secret(String name, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .addToLabels(Names.MANAGED_BY, Names.OPERATOR)
        .endMetadata()
        .withType(TYPE)
        .withData(data)
        .build();
  }

  private static boolean canChange(Secret secret) {
    return TYPE.equals(secret.getType()) && !Boolean.TRUE.equals(secret.getImmutable());
  }

  private @Nullable Secret get(String name) {
    return client.secrets().inNamespace(namespace).withName(name).get();
  }

  private static String encode(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] value(@Nullable Secret secret, String key) {
    String encoded = secret == null || secret.getData() == null ? null : secret.getData().get(key);
    return encoded == null ? new byte[0] : Base64.getDecoder().decode(encoded);
  }
}
