// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The spec of an EciImage. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self.image == oldSelf.image", message = "image cannot be changed")
public record EciImageSpec(
    @JsonPropertyDescription("The complete image reference: name:tag or name@digest.")
        @Required
        @Size(min = 1, max = 1024)
        @Nullable String image,
    @JsonPropertyDescription(
            "Last time a pod requested this image, RFC 3339, accurate to a day. A time after status.checked means that a pod waits for the result.")
        @Required
        @Nullable String wanted) {

  /** The name of the object for an image; there is one object per image. */
  public static String nameOf(String image) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(image.getBytes(StandardCharsets.UTF_8)))
          .substring(0, 40);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
