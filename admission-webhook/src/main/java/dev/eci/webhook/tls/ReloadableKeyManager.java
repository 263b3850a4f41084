// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Keys that can be replaced at any time. A handshake requests first an alias, then the certificate
 * and the key of that alias. The alias contains the version, so that no handshake gets the
 * certificate of one version and the key of another.
 */
final class ReloadableKeyManager extends X509ExtendedKeyManager {
  private record Version(long number, X509KeyManager keys) {}

  private volatile Version current;
  private volatile Version previous;

  ReloadableKeyManager(X509KeyManager first) {
    current = new Version(0, first);
    previous = current;
  }

  synchronized void replace(X509KeyManager next) {
    previous = current;
    current = new Version(current.number() + 1, next);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return chooseServerAlias(keyType, issuers, null);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    Version version = current;
    String alias = version.keys().chooseServerAlias(keyType, issuers, socket);
    return alias == null ? null : version.number() + ":" + alias;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return version(alias).keys().getCertificateChain(inner(alias));
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return version(alias).keys().getPrivateKey(inner(alias));
  }

  private Version version(String alias) {
    Version version = current;
    return alias.startsWith(version.number() + ":") ? version : previous;
  }

  private static String inner(String alias) {
    return alias.substring(alias.indexOf(':') + 1);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
