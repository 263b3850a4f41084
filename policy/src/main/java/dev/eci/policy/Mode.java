package dev.eci.policy;

/** What happens to a pod or container that breaks a rule; declared from strictest to mildest. */
public enum Mode {
  /** It is refused. */
  ENFORCE,
  /** It is admitted and the caller is warned. */
  WARN,
  /** It is admitted and the break is recorded. */
  AUDIT
}
