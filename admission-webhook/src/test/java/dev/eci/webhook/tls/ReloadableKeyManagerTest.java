// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;

/** A handshake gets certificate and key of the same version, at whatever time they are replaced. */
class ReloadableKeyManagerTest {
  @Test
  void keepsKeyDuringHandshake() {
    FixedKeyManager first = new FixedKeyManager();
    FixedKeyManager second = new FixedKeyManager();
    ReloadableKeyManager keys = new ReloadableKeyManager(first);
    String underway = keys.chooseEngineServerAlias("EC", null, null);

    keys.replace(second);

    assertThat(keys.getPrivateKey(underway)).isSameAs(first.key);
    assertThat(keys.getPrivateKey(keys.chooseEngineServerAlias("EC", null, null)))
        .isSameAs(second.key);
  }

  @Test
  void offersNoMissingKeyType() {
    assertThat(
            new ReloadableKeyManager(new FixedKeyManager())
                .chooseEngineServerAlias("RSA", null, null))
        .isNull();
  }

  private static final class FixedKeyManager extends X509ExtendedKeyManager {
    private final PrivateKey key;

    FixedKeyManager() {
      try {
        key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return type.equals("EC") ? "one" : null;
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return alias.equals("one") ? key : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[0];
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[] {"one"};
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
