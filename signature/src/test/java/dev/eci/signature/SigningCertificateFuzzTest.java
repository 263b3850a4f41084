// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Certificates and their extensions as a registry serves them. */
class SigningCertificateFuzzTest {
  @FuzzTest
  void certificateIsReadOrRejected(byte[] der) {
    try {
      SigningCertificate certificate = SigningCertificate.ofDer(der);
      certificate.subject();
      certificate.issuer();
    } catch (SignatureVerificationException e) {
      // what the reader documents
    }
    try {
      Pem.publicKey(der);
    } catch (InvalidSignerException e) {
      // what the reader documents
    }
  }

  @FuzzTest
  void valuesAreThoseOfTheBytes(byte[] der) {
    List<Der.Value> values;
    try {
      values = Der.values(der);
    } catch (SignatureVerificationException e) {
      return;
    }
    assertThat(values.stream().mapToInt(value -> value.whole().length).sum()).isEqualTo(der.length);
  }
}
