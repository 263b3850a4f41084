// SPDX-License-Identifier: Apache-2.0
/**
 * The operator against a real API server, with the RBAC that it has in production. Nothing is
 * mocked.
 */
package dev.eci.operator.apiserver;
