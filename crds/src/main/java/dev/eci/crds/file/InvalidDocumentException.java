// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

/** A file that kubectl could not read either, or that is too large; the message is one sentence. */
public final class InvalidDocumentException extends Exception {
  private static final long serialVersionUID = 1;

  private final String sentence;

  InvalidDocumentException(String message) {
    super(message);
    this.sentence = message.strip().replaceAll("\\s+", " ");
  }

  /** The message, in one line. */
  public String sentence() {
    return sentence;
  }
}
