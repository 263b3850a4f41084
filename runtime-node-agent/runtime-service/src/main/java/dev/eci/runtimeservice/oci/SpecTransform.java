package dev.eci.runtimeservice.oci;

/** One small change of a config.json, with one reason. */
interface SpecTransform {
  /** For log lines. */
  String name();

  /** Whether it had anything to change. */
  boolean apply(RewriteContext rewriteContext) throws InvalidSpecException, CreateDeniedException;
}
