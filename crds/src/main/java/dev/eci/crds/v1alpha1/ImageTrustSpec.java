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
            "SocketMounts: images of containers that mount Docker's socket must be signed. All: every image must.")
        @Required
        @Nullable Scope scope,
    @JsonPropertyDescription(
            "Who may have signed; one is enough. An image that no entry is about is refused.")
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
      @JsonPropertyDescription("For messages.") @Required @Size(min = 1, max = 64)
          @Nullable String name,
      @JsonPropertyDescription(
              "Repositories whose images it may sign, without tags: registry.example/team/* (one component), registry.example/** (all below), ** (all). Unset: all.")
          @Size(max = 64)
          @Nullable List<String> images,
      @JsonPropertyDescription("Signatures made with a key (cosign sign --key).") @Nullable Key key,
      @JsonPropertyDescription("Signatures of an identity (cosign sign).")
          @Nullable Keyless keyless) {}

  /** Public keys. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Key(
      @JsonPropertyDescription(
              "Public keys, PEM, one or more: ECDSA (P-256 and larger), RSA (2048 bits and more) or Ed25519.")
          @Required
          @Size(min = 1, max = 16384)
          @Nullable String publicKeys) {}

  /** An identity, and whom to believe it from. */
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
      @JsonPropertyDescription("The OIDC issuer, exactly.") @Size(min = 1, max = 1024)
          @Nullable String issuer,
      @JsonPropertyDescription("The OIDC issuer: all of it, as ^…$ in RE2's syntax.")
          @Size(min = 2, max = 1024)
          @Nullable String issuerRegex,
      @JsonPropertyDescription("The certificate's subject, exactly: an e-mail address or a URI.")
          @Size(min = 1, max = 1024)
          @Nullable String subject,
      @JsonPropertyDescription("The certificate's subject: all of it, as ^…$ in RE2's syntax.")
          @Size(min = 2, max = 1024)
          @Nullable String subjectRegex,
      @JsonPropertyDescription(
              "Certificates of the authority (Fulcio) that counts, PEM: its root, and its intermediates if signatures do not bring them along (Sigstore bundles do not). None is built in.")
          @Size(min = 1, max = 32768)
          @Nullable String roots,
      @JsonPropertyDescription(
              "Public keys of the transparency log (Rekor) one of which must have the signature, PEM: ECDSA or Ed25519. None is built in.")
          @Size(min = 1, max = 16384)
          @Nullable String logKeys,
      @JsonPropertyDescription(
              "Public keys of certificate transparency logs, PEM; one must have promised to show the certificate (SCT). Unset: not asked for.")
          @Size(min = 1, max = 16384)
          @Nullable String certificateLogKeys,
      @JsonPropertyDescription(
              "Certificates of authorities that stamp times (RFC 3161), PEM: their chains, with the certificate that stamps if timestamps do not bring it along (cosign's do not). Logs of Rekor v2 need them. Unset: only a log of Rekor v1 may say when it was signed.")
          @Size(min = 1, max = 32768)
          @Nullable String timestampRoots,
      @JsonPropertyDescription(
              "Instead of those four: the text of a Sigstore trusted_root.json, as cosign trusted-root create writes it.")
          @Size(min = 1, max = 65536)
          @Nullable String trustedRoot) {}
}
