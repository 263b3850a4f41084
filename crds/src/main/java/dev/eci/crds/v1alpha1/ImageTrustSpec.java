// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value of spec.imageTrust. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageTrustSpec(
    @JsonPropertyDescription(
            "SocketMounts: images of containers that mount the Docker socket must be signed. All: every image must be signed.")
        @Required
        @Nullable Scope scope,
    @JsonPropertyDescription(
            "Accepted signers; a signature of one of them is enough. An image that no entry applies to is denied.")
        @Required
        @Size(min = 1, max = 32)
        @Nullable List<Authority> authorities) {

  /** Values of spec.imageTrust.scope. */
  public enum Scope {
    SocketMounts,
    All
  }

  /** One signer: a key, or an identity (keyless). */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "has(self.key) != has(self.keyless)",
      message = "give either key or keyless, and not both")
  public record Authority(
      @JsonPropertyDescription("Name of the signer in messages and in EciImages.")
          @Required
          @Size(min = 1, max = 64)
          @Nullable String name,
      @JsonPropertyDescription(
              "Repositories whose images the signer may sign, without tags: registry.example/team/* (one path component), registry.example/** (everything below), ** (all). Default: all.")
          @Size(max = 64)
          @Nullable List<String> images,
      @JsonPropertyDescription("Accepts signatures made with a key (cosign sign --key).")
          @Nullable Key key,
      @JsonPropertyDescription("Accepts keyless signatures of an identity (cosign sign).")
          @Nullable Keyless keyless) {}

  /** Public keys. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Key(
      @JsonPropertyDescription(
              "One or more public keys, PEM: ECDSA (P-256 and larger), RSA (2048 bits and more) or Ed25519.")
          @Required
          @Size(min = 1, max = 16384)
          @Nullable String publicKeys) {}

  /** An identity, and the authorities that may attest it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "has(self.issuer) != has(self.issuerRegex)",
      message = "give either issuer or issuerRegex, and not both")
  @ValidationRule(
      value = "has(self.subject) != has(self.subjectRegex)",
      message = "give either subject or subjectRegex, and not both")
  @ValidationRule(
      value =
          "!has(self.issuerRegex) || (self.issuerRegex.startsWith('^') && self.issuerRegex.endsWith('$'))",
      message = "issuerRegex must begin with ^ and end with $, or longer issuers would match too")
  @ValidationRule(
      value =
          "!has(self.subjectRegex) || (self.subjectRegex.startsWith('^') && self.subjectRegex.endsWith('$'))",
      message = "subjectRegex must begin with ^ and end with $, or longer subjects would match too")
  @ValidationRule(
      value =
          "!has(self.trustedRoot) || !(has(self.roots) || has(self.logKeys) || has(self.certificateLogKeys) || has(self.timestampRoots))",
      message =
          "give either trustedRoot or roots, logKeys, certificateLogKeys and timestampRoots, and not both")
  @ValidationRule(
      value = "has(self.trustedRoot) || (has(self.roots) && has(self.logKeys))",
      message = "give roots and logKeys, or trustedRoot")
  public record Keyless(
      @JsonPropertyDescription("The OIDC issuer; must be equal.") @Size(min = 1, max = 1024)
          @Nullable String issuer,
      @JsonPropertyDescription("Regular expression for the whole OIDC issuer, in RE2 syntax: ^…$.")
          @Size(min = 2, max = 1024)
          @Nullable String issuerRegex,
      @JsonPropertyDescription(
              "The subject of the certificate, an e-mail address or a URI; must be equal.")
          @Size(min = 1, max = 1024)
          @Nullable String subject,
      @JsonPropertyDescription(
              "Regular expression for the whole subject of the certificate, in RE2 syntax: ^…$.")
          @Size(min = 2, max = 1024)
          @Nullable String subjectRegex,
      @JsonPropertyDescription(
              "Certificates of the accepted certificate authority (Fulcio), PEM: the root, and the intermediates if signatures do not include them (Sigstore bundles do not). None is built in.")
          @Size(min = 1, max = 32768)
          @Nullable String roots,
      @JsonPropertyDescription(
              "Public keys of transparency logs (Rekor), PEM: ECDSA or Ed25519. One of the logs must contain the signature. None is built in.")
          @Size(min = 1, max = 16384)
          @Nullable String logKeys,
      @JsonPropertyDescription(
              "Public keys of certificate transparency logs, PEM; one of them must have issued the certificate's SCT. Default: no SCT required.")
          @Size(min = 1, max = 16384)
          @Nullable String certificateLogKeys,
      @JsonPropertyDescription(
              "Certificate chains of timestamp authorities (RFC 3161), PEM, including the signing certificate if timestamps do not contain it (those of cosign do not). Required for logs of Rekor v2. Default: only a log of Rekor v1 attests the time of the signature.")
          @Size(min = 1, max = 32768)
          @Nullable String timestampRoots,
      @JsonPropertyDescription(
              "Content of a Sigstore trusted_root.json, as cosign trusted-root create writes it. Replaces roots, logKeys, certificateLogKeys and timestampRoots.")
          @Size(min = 1, max = 65536)
          @Nullable String trustedRoot) {}
}
