/**
 * The operator against a real API server, under the RBAC it has in production. Nothing is mocked.
 */
package dev.eci.operator.apiserver;
