// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

/**
 * A message for the owner of a container that is created.
 *
 * @param reason of the event, in camel case
 * @param message one sentence
 */
public record Notice(String reason, String message) {}
