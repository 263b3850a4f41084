// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sigstore's {@code trusted_root.json}, as {@code cosign trusted-root create} writes it. */
final class TrustedRootJson {
  private static final String TYPE = "application/vnd.dev.sigstore.trustedroot";
  private static final Pattern HOST = Pattern.compile("[a-z]+://([^/:?#\\s]++).*");

  private TrustedRootJson() {}

  static TrustedRoot read(String text) {
    try {
      JsonNode json = Json.read(text.getBytes(StandardCharsets.UTF_8), "it");
      if (!json.path("mediaType").asText().startsWith(TYPE)) {
        throw new InvalidSignerException(
            "is no trusted root of Sigstore: its mediaType is not %s…".formatted(TYPE));
      }
      return new TrustedRoot(
          requireNonEmpty("certificateAuthorities", authorities(json, "certificateAuthorities")),
          requireNonEmpty("tlogs", logs(json, "tlogs")),
          logs(json, "ctlogs"),
          authorities(json, "timestampAuthorities"));
    } catch (SignatureVerificationException e) {
      throw new InvalidSignerException("cannot be read: " + e.getMessage());
    }
  }

  private static <T> List<T> requireNonEmpty(String field, List<T> read) {
    if (read.isEmpty()) {
      throw new InvalidSignerException(
          "names no %s, without which no signature counts".formatted(field));
    }
    return read;
  }

  /** A chain's last certificate is its root. */
  private static List<CertificateAuthority> authorities(JsonNode json, String field)
      throws SignatureVerificationException {
    List<CertificateAuthority> read = new ArrayList<>();
    for (JsonNode authority : json.path(field)) {
      String at = "%s[%d]".formatted(field, read.size());
      List<X509Certificate> chain = new ArrayList<>();
      for (JsonNode certificate : authority.at("/certChain/certificates")) {
        chain.add(certificate(certificate, at));
      }
      if (chain.isEmpty()) {
        throw new SignatureVerificationException(at + " has no certChain.certificates");
      }
      X509Certificate root = chain.removeLast();
      if (root.getBasicConstraints() < 0) {
        throw new SignatureVerificationException(
            at + " does not end with the certificate of an authority");
      }
      read.add(
          new CertificateAuthority(List.of(root), chain, window(authority.path("validFor"), at)));
    }
    return read;
  }

  private static X509Certificate certificate(JsonNode node, String at)
      throws SignatureVerificationException {
    try {
      return Pem.certificate(Json.base64(Json.text(node, "/rawBytes", at), at));
    } catch (CertificateException e) {
      throw new SignatureVerificationException(at + " has an invalid certificate");
    }
  }

  private static List<TransparencyLog> logs(JsonNode json, String field)
      throws SignatureVerificationException {
    List<TransparencyLog> read = new ArrayList<>();
    for (JsonNode log : json.path(field)) {
      String at = "%s[%d]".formatted(field, read.size());
      if (!log.path("hashAlgorithm").asText().equals("SHA2_256")) {
        throw new SignatureVerificationException(at + " has a hashAlgorithm other than SHA2_256");
      }
      try {
        read.add(
            new TransparencyLog(
                Pem.publicKey(Json.base64(Json.text(log, "/publicKey/rawBytes", at), at)),
                host(log.path("baseUrl").asText()),
                window(log.at("/publicKey/validFor"), at)));
      } catch (InvalidSignerException e) {
        throw new SignatureVerificationException("%s: %s".formatted(at, e.getMessage()));
      }
    }
    return read;
  }

  private static Optional<String> host(String url) {
    Matcher matcher = HOST.matcher(url);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static ValidityPeriod window(JsonNode validFor, String at)
      throws SignatureVerificationException {
    return new ValidityPeriod(time(validFor.path("start"), at), time(validFor.path("end"), at));
  }

  private static Optional<Instant> time(JsonNode time, String at)
      throws SignatureVerificationException {
    if (time.isMissingNode() || time.isNull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(time.asText()));
    } catch (DateTimeException e) {
      throw new SignatureVerificationException("%s has an invalid time in validFor".formatted(at));
    }
  }
}
