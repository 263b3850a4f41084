package dev.eci.operator.desired;

/** Why API servers trust the webhook. */
public sealed interface CaSource {
  /** By these certificates, PEM. */
  record Bundle(String pem) implements CaSource {}

  /** By what cert-manager's injector writes for a Certificate, as namespace/name. */
  record InjectedFrom(String certificate) implements CaSource {}
}
