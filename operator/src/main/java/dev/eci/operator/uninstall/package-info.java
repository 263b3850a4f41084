/**
 * The uninstall mode, which a Helm hook runs before the chart's objects go: takes the product out
 * of the API server's and the nodes' way, and says what it could not reach. It works beside a
 * running operator, which a marker keeps from repairing what is taken away.
 */
@NullMarked
package dev.eci.operator.uninstall;

import org.jspecify.annotations.NullMarked;
