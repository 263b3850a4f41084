package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of an EciImage, written by the operator. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EciImageStatus(
    @JsonPropertyDescription("What the image stood for when it was looked at.")
        @Nullable String digest,
    @JsonPropertyDescription(
            "When its registry last answered, to an hour. After a day without an answer nothing counts any more.")
        @Nullable String checked,
    @JsonPropertyDescription("Everybody who was looked for, and whether they signed it.")
        @Nullable List<Signer> signers,
    @JsonPropertyDescription("Why the registry gave no answer the last time.")
        @Nullable String problem) {

  /** One authority of one or several policies. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Signer(
      @JsonPropertyDescription("Of its keys or its identity: a changed one is another.")
          String fingerprint,
      @JsonPropertyDescription("As a policy calls it.") String name,
      @JsonPropertyDescription("Whether it signed the image.") boolean signed,
      @JsonPropertyDescription("Why its signature does not count.") @Nullable String reason) {}
}
