package dev.eci.policy.docker.route;

/** What a decision needs of a request's body. */
public enum BodyHandling {
  /** The engine reads none: whatever comes is thrown away. */
  NONE,
  /** JSON that is judged, and forwarded as it was judged. */
  INSPECT,
  /** Nothing of it bears on a rule: it is passed on as it comes. */
  PASS
}
