// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

/**
 * A request's head.
 *
 * @param method as it was sent; methods are case-sensitive
 * @param target as it was sent, byte for byte: {@code /v1.43/images/myimage/push?tag=latest}
 * @param contentType the one Content-Type header, or empty. A request with two of them gets 400
 *     from the proxy
 * @param hasBody whether a body follows (Content-Length over 0, or chunked)
 */
public record ApiRequest(
    Caller caller, String method, String target, String contentType, boolean hasBody) {}
