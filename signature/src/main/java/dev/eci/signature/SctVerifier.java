// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Verifies certificate transparency (RFC 6962): a log promised, inside of the certificate, to
 * publish it. This detects authorities that issue certificates in secret.
 */
final class SctVerifier {
  private static final String PROMISES = "1.3.6.1.4.1.11129.2.4.2";

  /** The same OID, DER-encoded. */
  private static final byte[] PROMISES_OID = {
    0x2b, 0x06, 0x01, 0x04, 0x01, (byte) 0xd6, 0x79, 0x02, 0x04, 0x02
  };

  private static final int EXTENSIONS = 0xa3;

  private SctVerifier() {}

  /** One promise of one of the logs is enough. */
  static void check(
      X509Certificate certificate, X509Certificate issuer, Collection<TransparencyLog> logs)
      throws SignatureVerificationException {
    byte[] extension = certificate.getExtensionValue(PROMISES);
    if (extension == null) {
      throw new SignatureVerificationException("its certificate is in no transparency log");
    }
    ByteBuffer list = ByteBuffer.wrap(Der.content(Der.content(extension, Der.OCTETS), Der.OCTETS));
    try {
      byte[] logged = withoutPromises(certificate.getTBSCertificate());
      byte[] issuerKey = Sha256.of(issuer.getPublicKey().getEncoded());
      ByteBuffer promises = part(list, 2);
      while (promises.hasRemaining()) {
        if (isPromise(part(promises, 2), issuerKey, logged, logs)) {
          return;
        }
      }
    } catch (BufferUnderflowException e) {
      throw new SignatureVerificationException("its certificate's log entries cannot be read");
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("it was read from that encoding", e);
    }
    throw new SignatureVerificationException(
        "its certificate is in no transparency log that the policy names");
  }

  private static boolean isPromise(
      ByteBuffer promise, byte[] issuerKey, byte[] logged, Collection<TransparencyLog> logs) {
    byte version = promise.get();
    byte[] log = new byte[32];
    promise.get(log);
    long time = promise.getLong();
    byte[] extensions = bytes(part(promise, 2));
    promise.getShort(); // the key chooses the algorithm
    byte[] signature = bytes(part(promise, 2));
    ByteBuffer signed = ByteBuffer.allocate(49 + logged.length + extensions.length);
    signed.put(version).put((byte) 0).putLong(time).putShort((short) 1).put(issuerKey);
    signed.put((byte) (logged.length >> 16)).putShort((short) logged.length).put(logged);
    signed.putShort((short) extensions.length).put(extensions);
    return version == 0
        && logs.stream()
            .anyMatch(known ->
                known.hasId(log)
                    && known.window().covers(Instant.ofEpochMilli(time))
                    && KeyVerification.verifies(known.key(), signed.array(), signature));
  }

  /** What the log signed: the certificate before its promise was added. */
  private static byte[] withoutPromises(byte[] certificate) throws SignatureVerificationException {
    List<byte[]> fields = new ArrayList<>();
    for (Der.Value field : Der.values(Der.content(certificate, Der.SEQUENCE))) {
      fields.add(
          field.tag() == EXTENSIONS
              ? Der.of(EXTENSIONS, List.of(Der.of(Der.SEQUENCE, others(field.content()))))
              : field.whole());
    }
    return Der.of(Der.SEQUENCE, fields);
  }

  private static List<byte[]> others(byte[] extensions) throws SignatureVerificationException {
    List<byte[]> others = new ArrayList<>();
    for (Der.Value extension : Der.values(Der.content(extensions, Der.SEQUENCE))) {
      List<Der.Value> parts = Der.values(extension.content());
      if (parts.isEmpty() || !Arrays.equals(parts.getFirst().content(), PROMISES_OID)) {
        others.add(extension.whole());
      }
    }
    return others;
  }

  /** Reads a part with its length in front of it. */
  private static ByteBuffer part(ByteBuffer from, int lengthBytes) {
    int length = 0;
    for (int i = 0; i < lengthBytes; i++) {
      length = (length << 8) | (from.get() & 0xff);
    }
    if (length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer part = from.slice(from.position(), length);
    from.position(from.position() + length);
    return part;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
