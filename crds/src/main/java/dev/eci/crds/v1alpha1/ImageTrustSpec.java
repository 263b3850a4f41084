package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value of spec.imageTrust. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageTrustSpec(
    @JsonPropertyDescription(
            "SocketMounts: images of containers that mount Docker's socket must be signed. All: every image must.")
        @Required
        @Nullable Scope scope,
    @JsonPropertyDescription("Who may have signed; one is enough.")
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
  public record Authority(
      @JsonPropertyDescription("For messages.") @Required @Nullable String name,
      @JsonPropertyDescription("Public key, PEM.") @Nullable String publicKey,
      @JsonPropertyDescription("Keyless: the OIDC issuer, exactly.") @Nullable String issuer,
      @JsonPropertyDescription("Keyless: the certificate's subject, exactly.")
          @Nullable String subject) {}
}
