// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import dev.eci.crds.conversion.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** All errors in a policy file. */
public final class InvalidPolicyFileException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidPolicyFileException(List<String> errors) {
    super(String.join("; ", errors));
  }

  /** The same errors, after the name of the file. */
  public InvalidPolicyFileException withFileName(String file) {
    return new InvalidPolicyFileException(List.of(file + ": " + getMessage()));
  }

  static InvalidPolicyFileException of(String document, List<FieldError> errors) {
    return new InvalidPolicyFileException(
        errors.stream().map(error -> document + ": " + error).collect(Collectors.toList()));
  }
}
