package dev.eci.runtimeservice.oci;

/**
 * Something about a container that runs all the same and that its owner should know.
 *
 * @param reason one word in camel case, as events have it
 * @param message one sentence
 */
public record Notice(String reason, String message) {}
