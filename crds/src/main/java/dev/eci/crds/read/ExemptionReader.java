package dev.eci.crds.read;

import dev.eci.crds.v1alpha1.ExemptionSpec;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.select.Exemption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads spec.exemptions. */
final class ExemptionReader {
  private ExemptionReader() {}

  static List<Exemption> read(String field, @Nullable List<ExemptionSpec> written, Errors errors) {
    List<Exemption> exemptions = new ArrayList<>();
    List<ExemptionSpec> entries = Lists.of(written);
    for (int i = 0; i < entries.size(); i++) {
      String at = "%s[%d]".formatted(field, i);
      ExemptionSpec entry = entries.get(i);
      errors.at(at, () -> read(at, entry, errors)).ifPresent(exemptions::add);
    }
    return exemptions;
  }

  private static Exemption read(String field, ExemptionSpec written, Errors errors) {
    if (written.reason() == null || written.reason().isBlank()) {
      errors.add(field + ".reason", "say why, for those who review the policy");
    }
    List<String> accounts = Lists.of(written.serviceAccounts());
    for (int i = 0; i < accounts.size(); i++) {
      if (!accounts.get(i).matches("[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9.-]*")) {
        errors.add(
            "%s.serviceAccounts[%d]".formatted(field, i),
            "\"%s\" is not namespace/name".formatted(accounts.get(i)));
      }
    }
    List<ImagePattern> images = new ArrayList<>();
    List<String> patterns = Lists.of(written.images());
    for (int i = 0; i < patterns.size(); i++) {
      String pattern = patterns.get(i);
      errors
          .at("%s.images[%d]".formatted(field, i), () -> ImagePattern.parse(pattern))
          .ifPresent(images::add);
    }
    return new Exemption(
        Lists.of(written.namespaces()),
        accounts,
        images,
        written.reason() == null ? "" : written.reason(),
        expiry(field + ".expires", written.expires(), errors));
  }

  private static Optional<Instant> expiry(String field, @Nullable String written, Errors errors) {
    if (written == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(written).toInstant());
    } catch (DateTimeException e) {
      errors.add(
          field,
          "\"%s\" is not a time; write RFC 3339, for example 2027-01-31T00:00:00Z"
              .formatted(written));
      return Optional.empty();
    }
  }
}
