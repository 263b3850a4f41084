// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.certificates.CertificateAndKey;
import dev.eci.operator.certificates.CertificateState;
import dev.eci.operator.certificates.PemWriter;
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
 * The two Secrets of the webhook's certificate. Each step reads them from the API server, because a
 * step that is computed from an old state would undo a newer one.
 */
final class CertificateSecretStore {
  private static final String TYPE = "kubernetes.io/tls";
  private static final String BUNDLE = "ca.crt";
  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";

  private final KubernetesClient client;
  private final String namespace;

  CertificateSecretStore(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  CertificateState read() {
    Secret authority = get(WellKnownNames.WEBHOOK_CA);
    Secret served = get(WellKnownNames.WEBHOOK_TLS);
    return CertificateState.read(
        value(authority, CERTIFICATE),
        value(authority, KEY),
        value(served, BUNDLE),
        value(served, CERTIFICATE),
        value(served, KEY));
  }

  void writeAuthority(CertificateAndKey authority) {
    write(
        WellKnownNames.WEBHOOK_CA,
        Map.of(
            CERTIFICATE, PemWriter.certificates(List.of(authority.certificate())),
            KEY, PemWriter.key(authority.key())));
  }

  void writeBundle(List<X509Certificate> bundle) {
    write(WellKnownNames.WEBHOOK_TLS, Map.of(BUNDLE, PemWriter.certificates(bundle)));
  }

  void writeLeaf(List<X509Certificate> bundle, CertificateAndKey leaf) {
    write(
        WellKnownNames.WEBHOOK_TLS,
        Map.of(
            BUNDLE, PemWriter.certificates(bundle),
            CERTIFICATE, PemWriter.certificates(List.of(leaf.certificate())),
            KEY, PemWriter.key(leaf.key())));
  }

  /** Keeps the keys that {@code values} does not contain. */
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
      // contains the resource version that was read, so the update fails if another writer was
      // faster
      client
          .resource(
              new SecretBuilder(existing)
                  .editMetadata()
                  .addToLabels(WellKnownNames.MANAGED_BY, WellKnownNames.OPERATOR)
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
        .addToLabels(WellKnownNames.MANAGED_BY, WellKnownNames.OPERATOR)
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
