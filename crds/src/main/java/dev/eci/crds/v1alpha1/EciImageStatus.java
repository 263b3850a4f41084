// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of an EciImage, written by the operator. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EciImageStatus(
    @JsonPropertyDescription("Digest resolved at status.checked.") @Nullable String digest,
    @JsonPropertyDescription(
            "When the registry last responded, accurate to an hour. After a day without a response, no signature is accepted.")
        @Nullable String checked,
    @JsonPropertyDescription("The signers checked, and the result for each.")
        @Nullable List<Signer> signers,
    @JsonPropertyDescription("Why the last request to the registry failed.")
        @Nullable String problem) {

  /** One authority of one or several policies. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Signer(
      @JsonPropertyDescription(
              "Fingerprint of the signer's keys or identity. A changed signer has a different fingerprint.")
          String fingerprint,
      @JsonPropertyDescription("Name of the signer in a policy.") String name,
      @JsonPropertyDescription("Whether a valid signature of the signer was found.") boolean signed,
      @JsonPropertyDescription("Why no signature of the signer is accepted.")
          @Nullable String reason) {}
}
