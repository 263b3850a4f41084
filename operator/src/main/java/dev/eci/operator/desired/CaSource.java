// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

/** The CA by which API servers trust the webhook. */
public sealed interface CaSource {
  /** Certificates (PEM) that the operator writes. */
  record Bundle(String pem) implements CaSource {}

  /** The bundle that cert-manager's injector writes for a Certificate, given as namespace/name. */
  record InjectedFrom(String certificate) implements CaSource {}
}
