// SPDX-License-Identifier: Apache-2.0
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;

/**
 * Writes the key and certificate of a PKCS#12 file as PEM: a temporary pair for the webhook's
 * training run.
 */
class TrainingCertificate {
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    char[] password = "training".toCharArray();
    KeyStore store = KeyStore.getInstance(Path.of(args[0]).toFile(), password);
    Key key = store.getKey("training", password);
    write(directory.resolve("tls.key"), "PRIVATE KEY", key.getEncoded());
    write(
        directory.resolve("tls.crt"), "CERTIFICATE", store.getCertificate("training").getEncoded());
  }

  private static void write(Path file, String what, byte[] der) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }
}
