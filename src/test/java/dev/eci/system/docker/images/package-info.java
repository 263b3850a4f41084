// SPDX-License-Identifier: Apache-2.0
/**
 * Which images may mount the socket, with a registry of the host's own (SOCK-1 to SOCK-3, SOCK-6).
 */
package dev.eci.system.docker.images;
