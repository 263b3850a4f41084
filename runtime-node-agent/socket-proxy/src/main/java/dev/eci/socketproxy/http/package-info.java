// SPDX-License-Identifier: Apache-2.0
/**
 * The Docker socket proxy: reads requests strictly, has each one decided, and sends the engine its
 * own serialization of what was decided. Connections run on event loops, where nothing may block.
 * Package {@code policy} decides what is allowed, and why.
 *
 * <p>{@link dev.eci.socketproxy.http.DownstreamHandler} owns a connection and drives its parts. The
 * parts know the state ({@link dev.eci.socketproxy.http.ConnectionContext}, {@link
 * dev.eci.socketproxy.http.Exchange}, {@link dev.eci.socketproxy.http.RequestBody}) and the
 * caller's side of the connection ({@link dev.eci.socketproxy.http.DownstreamConnection}), but
 * neither the owner nor each other: they return results or call narrow listeners. The transitions
 * are:
 *
 * <table>
 * <caption>The request body</caption>
 * <tr><th>from<th>event<th>to
 * <tr><td>PAUSED<td>the evaluation needs the body<td>COLLECTED
 * <tr><td>COLLECTED<td>the body is complete<td>PAUSED, and the evaluation continues
 * <tr><td>PAUSED<td>the request is sent, with its own body<td>FORWARDED
 * <tr><td>PAUSED<td>the request is sent, with another body or none<td>DISCARDED
 * <tr><td>any<td>the response is done before the body<td>DISCARDED
 * </table>
 *
 * <table>
 * <caption>The response</caption>
 * <tr><th>from<th>event<th>to
 * <tr><td>AWAITED<td>an interim response starts<td>INTERIM
 * <tr><td>INTERIM<td>it ends<td>AWAITED
 * <tr><td>AWAITED<td>the engine's response starts<td>STARTED
 * <tr><td>AWAITED, INTERIM<td>the proxy responds itself<td>DONE
 * <tr><td>STARTED<td>the engine's response ends<td>DONE
 * <tr><td>STARTED<td>the engine closes the connection<td>the caller's connection is closed
 * </table>
 *
 * <table>
 * <caption>The connection</caption>
 * <tr><th>from<th>event<th>to
 * <tr><td>idle<td>the head of a request<td>an exchange is under way
 * <tr><td>exchange<td>response done, request complete, keep-alive<td>idle
 * <tr><td>exchange<td>response done, request complete, no keep-alive<td>closed
 * <tr><td>exchange<td>response done, request incomplete, keep-alive<td>exchange, body DISCARDED
 * <tr><td>exchange<td>response done, request incomplete, no keep-alive<td>lingering
 * <tr><td>exchange<td>the engine's response opens a stream<td>stream, without HTTP handlers
 * <tr><td>exchange, idle<td>an upgrade to h2c, the HTTP/2 preface<td>HTTP/2, likewise
 * <tr><td>lingering<td>the caller ends its input, or two seconds pass<td>closed
 * </table>
 */
@NullMarked
package dev.eci.socketproxy.http;

import org.jspecify.annotations.NullMarked;
