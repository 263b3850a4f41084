// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.v1alpha1.ExemptionSpec;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.selector.Exemption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads spec.exemptions. */
final class ExemptionReader {
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern ACCOUNT =
      Pattern.compile(NAMESPACE.pattern() + "/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  private ExemptionReader() {}

  static List<Exemption> read(
      String field, @Nullable List<ExemptionSpec> written, FieldErrors fieldErrors) {
    List<Exemption> exemptions = new ArrayList<>();
    List<ExemptionSpec> entries = NullSafeLists.of(written);
    for (int i = 0; i < entries.size(); i++) {
      String at = "%s[%d]".formatted(field, i);
      ExemptionSpec entry = entries.get(i);
      read(at, entry, fieldErrors).ifPresent(exemptions::add);
    }
    return exemptions;
  }

  private static Optional<Exemption> read(
      String field, ExemptionSpec written, FieldErrors fieldErrors) {
    if (written.reason() == null || written.reason().isBlank()) {
      fieldErrors.add(field + ".reason", "is empty; state why the pods are exempt");
    }
    List<String> namespaces = NullSafeLists.of(written.namespaces());
    List<String> accounts = NullSafeLists.of(written.serviceAccounts());
    List<String> patterns = NullSafeLists.of(written.images());
    names(field + ".namespaces", namespaces, NAMESPACE, "a namespace's name", fieldErrors);
    names(field + ".serviceAccounts", accounts, ACCOUNT, "namespace/name", fieldErrors);
    List<ImagePattern> images = images(field + ".images", patterns, fieldErrors);
    Optional<Instant> expires = expiry(field + ".expires", written.expires(), fieldErrors);
    if (images.size() < patterns.size()) {
      return Optional.empty();
    }
    String reason = written.reason() == null ? "" : written.reason();
    return fieldErrors.capture(
        field,
        () ->
            new Exemption(
                namespaces,
                accounts,
                images,
                reason,
                expires,
                Boolean.TRUE.equals(written.privileged())));
  }

  /** An impossible name would match no pod, without any notice. */
  private static void names(
      String field, List<String> names, Pattern shape, String what, FieldErrors fieldErrors) {
    for (int i = 0; i < names.size(); i++) {
      if (!shape.matcher(names.get(i)).matches()) {
        fieldErrors.add(
            "%s[%d]".formatted(field, i),
            "%s is not %s".formatted(UntrustedText.quote(names.get(i)), what));
      }
    }
  }

  private static List<ImagePattern> images(
      String field, List<String> patterns, FieldErrors fieldErrors) {
    List<ImagePattern> images = new ArrayList<>();
    for (int i = 0; i < patterns.size(); i++) {
      String pattern = patterns.get(i);
      fieldErrors
          .capture("%s[%d]".formatted(field, i), () -> ImagePattern.parse(pattern))
          .ifPresent(images::add);
    }
    return images;
  }

  private static Optional<Instant> expiry(
      String field, @Nullable String written, FieldErrors fieldErrors) {
    if (written == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(written).toInstant());
    } catch (DateTimeException e) {
      fieldErrors.add(
          field,
          "%s is not a time; write RFC 3339, for example 2027-01-31T00:00:00Z"
              .formatted(UntrustedText.quote(written)));
      return Optional.empty();
    }
  }
}
